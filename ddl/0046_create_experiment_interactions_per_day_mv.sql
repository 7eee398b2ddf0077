-- Feeds experiment_interactions_per_day from every insert into interactions.
CREATE MATERIALIZED VIEW IF NOT EXISTS experiment_interactions_per_day_mv TO experiment_interactions_per_day AS
SELECT
    toDate(event_ts) AS day,
    experiment_name,
    experiment_variation,
    device_name,
    interaction_type,
    count()          AS interactions
FROM interactions
GROUP BY day, experiment_name, experiment_variation, device_name, interaction_type
