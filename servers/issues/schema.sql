-- Tables of Issues API. Rendered from plan.json: change the plan, not this file.
-- source: https://docs.issues.example/openapi.yaml

-- Projects, a row each.
CREATE TABLE projects (
  "key"        TEXT PRIMARY KEY,                                                              -- @error conflict: Another project has this key.
  name         TEXT NOT NULL,
  description  TEXT,
  lead         TEXT,                                                                          -- The username of the user who answers for the project.
  visibility   TEXT NOT NULL CONSTRAINT visibility_known CHECK (visibility IN ('public', 'private')),  -- Who can see a project; `private` ones are seen by the team alone.
  archived     INTEGER NOT NULL CHECK (archived IN (0, 1)),                                   -- Whether the project is only kept for reading.
  created_at   TEXT NOT NULL,
  updated_at   TEXT NOT NULL
) STRICT;
CREATE INDEX projects_by_visibility ON projects (visibility);
CREATE INDEX projects_by_archived ON projects (archived);

-- Labels, a row each.
CREATE TABLE labels (
  id           INTEGER PRIMARY KEY,                                 -- made by the server
  project_key  TEXT REFERENCES projects ("key") ON DELETE CASCADE,  -- The key of the project that the label belongs to.
  name         TEXT NOT NULL,
  color        TEXT NOT NULL,                                       -- Six hexadecimal digits without a sign before them.
  description  TEXT,
  UNIQUE (project_key, name)                                        -- @error conflict: Another label has this project key and name.
) STRICT;

-- Milestones, a row each.
CREATE TABLE milestones (
  id           INTEGER PRIMARY KEY,                                                       -- made by the server
  project_key  TEXT REFERENCES projects ("key") ON DELETE CASCADE,                        -- The key of the project that the milestone belongs to.
  title        TEXT NOT NULL,
  description  TEXT,
  state        TEXT NOT NULL CONSTRAINT state_known CHECK (state IN ('open', 'closed')),  -- Whether the milestone still lies ahead.
  due_on       TEXT,
  created_at   TEXT NOT NULL
) STRICT;
CREATE INDEX milestones_by_project_key ON milestones (project_key);
CREATE INDEX milestones_by_state ON milestones (state);

-- Issues, a row each.
CREATE TABLE issues (
  id            INTEGER PRIMARY KEY,                                                          -- made by the server
  project_key   TEXT REFERENCES projects ("key") ON DELETE CASCADE,                           -- The key of the project that the issue belongs to.
  title         TEXT NOT NULL,
  body          TEXT,                                                                         -- What is to be done, in Markdown.
  state         TEXT NOT NULL CONSTRAINT state_known CHECK (state IN ('open', 'closed')),     -- Whether there is still something to do.
  priority      TEXT NOT NULL CONSTRAINT priority_known CHECK (priority IN ('low', 'normal', 'high', 'urgent')),  -- How much an issue matters.
  labels        TEXT NOT NULL CHECK (json_valid(labels)),                                     -- The names of the issue's labels. They need not be labels of the…
  assignee      TEXT,                                                                         -- The username of the user who works on it.
  milestone_id  INTEGER REFERENCES milestones (id) ON DELETE SET NULL,                        -- The id of the milestone that the issue is planned for.
  author        TEXT,                                                                         -- The username of the user who opened it; `null` for issues that were…
  due_on        TEXT,
  created_at    TEXT NOT NULL,
  updated_at    TEXT NOT NULL,
  closed_at     TEXT                                                                          -- When the issue was closed; `null` while it is open.
) STRICT;
CREATE INDEX issues_by_project_key ON issues (project_key);
CREATE INDEX issues_by_milestone_id ON issues (milestone_id);
CREATE INDEX issues_by_state ON issues (state);
CREATE INDEX issues_by_assignee ON issues (assignee);
CREATE INDEX issues_by_priority ON issues (priority);
CREATE INDEX issues_by_created_at ON issues (created_at);

-- Comments, a row each.
CREATE TABLE comments (
  id          INTEGER PRIMARY KEY,                               -- made by the server
  issue_id    INTEGER REFERENCES issues (id) ON DELETE CASCADE,  -- The issue that the comment is about.
  author      TEXT,                                              -- The username of the user who wrote it.
  body        TEXT NOT NULL,                                     -- What is said, in Markdown.
  created_at  TEXT NOT NULL,
  updated_at  TEXT NOT NULL
) STRICT;
CREATE INDEX comments_by_issue_id ON comments (issue_id);

-- Watchers, a row each.
CREATE TABLE watchers (
  issue_id    INTEGER NOT NULL REFERENCES issues (id) ON DELETE CASCADE,  -- The issue that is watched.
  username    TEXT NOT NULL,                                              -- The username of the user who watches it.
  created_at  TEXT NOT NULL,                                              -- Since when.
  PRIMARY KEY (issue_id, username)                                        -- @error conflict: Another watcher has this issue id and username.
) STRICT;

-- Users, a row each.
CREATE TABLE users (
  username    TEXT PRIMARY KEY,                                                               -- @error conflict: Another user has this username.
  name        TEXT NOT NULL,                                                                  -- The user's full name.
  email       TEXT NOT NULL,
  role        TEXT NOT NULL CONSTRAINT role_known CHECK (role IN ('admin', 'member', 'guest')),  -- What the user may do.
  active      INTEGER NOT NULL CHECK (active IN (0, 1)),                                      -- Whether the user can sign in.
  created_at  TEXT NOT NULL
) STRICT;
CREATE INDEX users_by_role ON users (role);

-- The JSON form of a project.
CREATE VIEW project_json AS
SELECT t.*, t._rowid_ AS entry, json_object(
  'key', t."key",
  'name', t.name,
  'description', t.description,
  'lead', t.lead,
  'visibility', t.visibility,
  'archived', json(iif(t.archived, 'true', 'false')),
  'created_at', t.created_at,
  'updated_at', t.updated_at
) AS body
FROM projects t;

-- The JSON form of a label.
CREATE VIEW label_json AS
SELECT t.*, t._rowid_ AS entry, json_object(
  'id', t.id,
  'project_key', t.project_key,
  'name', t.name,
  'color', t.color,
  'description', t.description
) AS body
FROM labels t;

-- The JSON form of a milestone.
CREATE VIEW milestone_json AS
SELECT t.*, t._rowid_ AS entry, json_object(
  'id', t.id,
  'project_key', t.project_key,
  'title', t.title,
  'description', t.description,
  'state', t.state,
  'due_on', t.due_on,
  'created_at', t.created_at
) AS body
FROM milestones t;

-- The JSON form of an issue.
CREATE VIEW issue_json AS
SELECT t.*, t._rowid_ AS entry, json_object(
  'id', t.id,
  'project_key', t.project_key,
  'title', t.title,
  'body', t.body,
  'state', t.state,
  'priority', t.priority,
  'labels', json(t.labels),
  'assignee', t.assignee,
  'milestone_id', t.milestone_id,
  'author', t.author,
  'due_on', t.due_on,
  'created_at', t.created_at,
  'updated_at', t.updated_at,
  'closed_at', t.closed_at
) AS _body
FROM issues t;

-- The JSON form of a comment.
CREATE VIEW comment_json AS
SELECT t.*, t._rowid_ AS entry, json_object(
  'id', t.id,
  'issue_id', t.issue_id,
  'author', t.author,
  'body', t.body,
  'created_at', t.created_at,
  'updated_at', t.updated_at
) AS _body
FROM comments t;

-- The JSON form of a watcher.
CREATE VIEW watcher_json AS
SELECT t.*, t._rowid_ AS entry, json_object(
  'issue_id', t.issue_id,
  'username', t.username,
  'created_at', t.created_at
) AS body
FROM watchers t;

-- The JSON form of a user.
CREATE VIEW user_json AS
SELECT t.*, t._rowid_ AS entry, json_object(
  'username', t.username,
  'name', t.name,
  'email', t.email,
  'role', t.role,
  'active', json(iif(t.active, 'true', 'false')),
  'created_at', t.created_at
) AS body
FROM users t;
