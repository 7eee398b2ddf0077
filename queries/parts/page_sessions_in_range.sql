-- Sessions under way from range_start to range_end: user_id, session_id, device, country, started_at, ended_at, events,
-- views, page_clicks, cart_adds, purchases. Each is whole.
--
-- A session over midnight has a row for each day, so a day more is read at each end.
SELECT
    user_id,
    session_id,
    min(facts.device)      AS device,
    min(facts.country)     AS country,
    min(facts.started_at)  AS started_at,
    max(facts.ended_at)    AS ended_at,
    sum(facts.events)      AS events,
    sum(facts.views)       AS views,
    sum(facts.page_clicks) AS page_clicks,
    sum(facts.cart_adds)   AS cart_adds,
    sum(facts.purchases)   AS purchases
FROM page_sessions AS facts
WHERE day >= toDate(range_start) - 1 AND day <= toDate(range_end) + 1
GROUP BY user_id, session_id
HAVING ended_at >= range_start AND started_at < range_end
