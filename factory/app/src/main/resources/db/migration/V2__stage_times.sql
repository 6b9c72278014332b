-- When each result of a run was saved, by the result's name: what a stage took, waiting and rests included.
alter table run add column times jsonb not null default '{}';
