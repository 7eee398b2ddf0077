-- Feeds user_interactions_per_day from every insert into interactions.
CREATE MATERIALIZED VIEW IF NOT EXISTS user_interactions_per_day_mv TO user_interactions_per_day AS
SELECT
    toDate(event_ts) AS day,
    user_id,
    interaction_type,
    count()          AS interactions
FROM interactions
GROUP BY day, user_id, interaction_type
