"""The kinds of nodes and edges of the graph; docs/graph.md describes them."""

from __future__ import annotations

from nqi_limits.records.model import Held

PERSON = "person"
PROJECT = "project"
TOPIC = "topic"
APPLICATION = "application"
ORGANISATION = "organisation"
NODE_KINDS = (PERSON, PROJECT, TOPIC, APPLICATION, ORGANISATION)

LEADS = "leads"
LEADS_TOPIC = "leads-topic"
LEADS_TASK = "leads-task"
KEY_MEMBER = "is-key-member-of"
TAKES_PART = "takes-part-in"
UNCLEAR = "has-unclear-role-in"
ASSISTS = "assists"
LEFT = "left"
PART_OF = "part-of"
FILED_BY = "filed-by"
WORKS_AT = "works-at"
MAYBE_SAME = "maybe-same-as"
APART = "is-not"

ROLE_EDGES = {
    Held.PROJECT_LEADER: LEADS,
    Held.TOPIC_LEADER: LEADS_TOPIC,
    Held.TASK_LEADER: LEADS_TASK,
    Held.KEY_MEMBER: KEY_MEMBER,
    Held.ORDINARY: TAKES_PART,
    Held.UNCLEAR: UNCLEAR,
    Held.NOT_MEMBER: ASSISTS,
}
EDGE_KINDS = (*ROLE_EDGES.values(), LEFT, PART_OF, FILED_BY, WORKS_AT, MAYBE_SAME, APART)
