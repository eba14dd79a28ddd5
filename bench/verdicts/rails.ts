import type { Program, Version } from './programs.ts';

/** A Rails app in one file: a controller for all paths, and a table. */
const app = ({ onLoad = '', onRequest = '' }: Version): string => `require 'logger'
require 'action_controller/railtie'
require 'active_record/railtie'
ENV['DATABASE_URL'] = 'sqlite3:shop.sqlite3'
Bundler.require

class Ticket; end
SEEN = []

class Shop < Rails::Application
  config.root = __dir__
  config.eager_load = true
  config.secret_key_base = 'not a secret'
  config.hosts.clear
  config.logger = Logger.new(IO::NULL)
  config.filter_parameters = [:password]
end

class PagesController < ActionController::Base
  def show
    serve(request.env)
    render plain: 'ok'
  end

  def serve(env)
    ${onRequest}
  end
end

class Tea < ActiveRecord::Base; end

Shop.initialize!
Shop.routes.draw do
  root 'pages#show'
  get '*rest', to: 'pages#show', format: false
end
ActiveRecord::Schema.verbose = false
ActiveRecord::Schema.define { create_table(:teas, force: true) { |table| table.string :name } }
Tea.create!(name: 'Assam')
${onLoad}
APP = Shop
`;

/** Later ones would have to be compiled, which takes minutes: Bundler 2.3 does not know the name of their platform. */
const precompiled = "'nokogiri', '< 1.17'";

const rails = (version: string, ...gems: readonly string[]): Program => ({
  name: `Rails ${version} on Puma`,
  gems: [
    ...['railties', 'actionpack', 'activerecord'].map((gem) => `'${gem}', '~> ${version}.0'`),
    "'sqlite3', '~> 1.4'",
    precompiled,
    ...gems,
  ],
  start: 'bundle exec puma -p $PORT -t 2:2 -e production',
  app,
});

const puma5 = "'puma', '~> 5.6'";
/** Rails 7.1 takes a Rack that Puma 5 does not. */
const puma6 = "'puma', '~> 6.4'";
const beforeLoggerWasRequired = "'concurrent-ruby', '< 1.3.5'";
export const rails61 = rails('6.1', puma5, beforeLoggerWasRequired, "'rack', '~> 2.2'");
export const rails70 = rails('7.0', puma5, beforeLoggerWasRequired, "'rack', '~> 2.2'");
export const rails71 = rails('7.1', puma6);
