-- Feeds item_interactions_per_day from every insert into interactions.
CREATE MATERIALIZED VIEW IF NOT EXISTS item_interactions_per_day_mv TO item_interactions_per_day AS
SELECT
    toDate(event_ts) AS day,
    item_id,
    interaction_type,
    count()          AS interactions
FROM interactions
GROUP BY day, item_id, interaction_type
