-- Run once by the first start of PostgreSQL, as its superuser.
-- hlh_owner owns the tables and migrates; hlh_app serves the pages. What the owner makes later is
-- open to hlh_app, except the audit trail: migrate takes the right to write that away again.

\getenv owner_password POSTGRES_OWNER_PASSWORD
\getenv app_password POSTGRES_APP_PASSWORD

CREATE ROLE hlh_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE hlh_app LOGIN PASSWORD :'app_password';
CREATE DATABASE hlh OWNER hlh_owner;
REVOKE ALL ON DATABASE hlh FROM PUBLIC;
GRANT CONNECT ON DATABASE hlh TO hlh_app;

\connect hlh

GRANT USAGE ON SCHEMA public TO hlh_app;
ALTER DEFAULT PRIVILEGES FOR ROLE hlh_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO hlh_app;
ALTER DEFAULT PRIVILEGES FOR ROLE hlh_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO hlh_app;
