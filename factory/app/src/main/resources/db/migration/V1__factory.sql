-- What cannot be read back from the world. Losing all of it loses history and pending delays, never an image.

create table plan (
    id      bigint generated always as identity primary key,
    at      timestamptz not null default now(),
    skipped jsonb       not null default '[]',
    levels  jsonb       not null default '[]' -- each image that it opened one above the highest of its parents
);

-- Once however often it is delivered. body: the CloudEvent as it came, unknown attributes and all.
create table event (
    source   text        not null,
    id       text        not null,
    type     text        not null,
    subject  text        not null,
    body     text        not null,
    received timestamptz not null default now(),
    planned  bigint references plan (id),
    primary key (source, id)
);
create index event_unplanned on event (received) where planned is null;
create index event_by_id on event (id);
create index event_of_plan on event (planned);
create index event_received on event (received);

create table dead_letter (
    topic     text        not null,
    partition int         not null,
    "offset"  bigint      not null,
    bytes     bytea,
    problem   text        not null,
    received  timestamptz not null default now(),
    replayed  timestamptz,
    primary key (topic, partition, "offset")
);

-- Taken when a run begins, never when it is opened: for one image that is the order in which builds began.
create sequence run_seq;

-- Two writers: planning writes reasons and not_before until seq is set, and again; the lease's holder writes all the rest.
create table run (
    id           bigint generated always as identity primary key,
    image        text        not null,
    seq          bigint unique,
    plan         bigint references plan (id),
    reasons      jsonb       not null,
    again        jsonb       not null default '[]',
    state        jsonb       not null default '[]',
    priority     int         not null default 5,
    attempts     int         not null default 0,
    waits_for    text,
    waits        int         not null default 0, -- how many of its run_waits are still open
    not_before   timestamptz not null default now(),
    lease        uuid,
    leased_until timestamptz,
    opened       timestamptz not null default now(),
    begun        timestamptz,
    times        jsonb       not null default '{}', -- when each result was saved, by its name
    closed       timestamptz
) with (fillfactor = 50); -- room on the page for what a run's stages leave: no new entry in each index then
create unique index run_open on run (image) where closed is null;
create index run_due on run (priority, not_before) where closed is null and waits = 0;
create index run_of_image on run (image, id);
create index run_of_plan on run (plan);
create index run_closed on run (closed) where closed is not null;
-- By the events that caused them.
create index run_reasons on run using gin (reasons jsonb_path_ops);
create index run_again on run using gin (again jsonb_path_ops);

-- A run that has not begun waits for the runs of the images that its own is built on.
create table run_waits (
    run        bigint not null references run (id) on delete cascade,
    parent_run bigint not null,
    primary key (run, parent_run)
);
create index run_waits_parent on run_waits (parent_run);

-- What each image is built from and found by, as it was when it was last looked at.
create table shape (
    image   text primary key,
    entry   text        not null, -- the enrolment that it was looked at with
    tags    text[]      not null,
    refs    text[]      not null,
    parents text[]      not null, -- the images that it is built on, but for those on a cycle
    at      timestamptz not null default now()
);
create index shape_refs on shape using gin (refs);
create index shape_parents on shape using gin (parents);

-- The record that makes a staged tag trusted.
create table build (
    key      text        not null,
    staging  text        not null,
    image    text        not null,
    platform text        not null,
    built    jsonb       not null,
    run      bigint      not null,
    at       timestamptz not null default now(),
    primary key (key, staging)
);

-- One row an image; whoever changes its release repository holds it.
create table published (
    image  text primary key,
    seq    bigint not null,
    digest text,
    at     timestamptz
);

-- When a base was first seen where it points now: the clock of rebuildDelay.
create table base_seen (
    ref        text        not null,
    platform   text        not null,
    digest     text        not null,
    previous   text,
    changed_at timestamptz not null default now(),
    checked_at timestamptz not null default now(),
    primary key (ref, platform)
);

-- SBOMs, reports and signed bundles of runs: made once, put again unchanged.
create table kept (
    digest text primary key,
    bytes  bytea       not null,
    at     timestamptz not null default now()
);

create table outbox (
    id    bigint generated always as identity primary key,
    topic text not null,
    key   text not null,
    body  text not null,
    sent  timestamptz
);
create index outbox_unsent on outbox (id) where sent is null;
create index outbox_sent on outbox (sent) where sent is not null;

create table stage_log (
    run   bigint not null references run (id) on delete cascade,
    stage text   not null,
    tail  text   not null,
    primary key (run, stage)
);

-- Append-only, until it is history.
create table decision (
    seq     bigint generated always as identity primary key,
    at      timestamptz not null default now(),
    subject text        not null,
    kind    text        not null,
    cause   text        not null,
    data    jsonb       not null default '{}'
);
create index decision_about on decision (subject, seq);
create index decision_at on decision (at);

-- The catalog that was taken last: from git, it is what every replica plans with.
create table catalog (
    the_one  boolean primary key default true check (the_one),
    origin   text        not null, -- where it was read
    revision text        not null, -- the commit, or the digest of a file
    yaml     bytea       not null,
    taken    bigint      not null default 1, -- how many have been
    at       timestamptz not null default now()
);

-- How the images were enrolled in it that are built here: what differs in the next one is planned at once.
create table enrolled (
    image text primary key,
    entry text not null
);
