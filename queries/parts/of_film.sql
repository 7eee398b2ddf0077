-- parameter: category= Only films of this category, unknown for those that dim_film does not have; empty means all
-- parameter: film=0 Only the film with this film_id; 0 means all
({film:UInt32} = 0 OR film_id = {film:UInt32})
AND ({category:String} = ''
    OR film_id IN (SELECT film_id FROM dim_film WHERE category_name = {category:String})
    OR ({category:String} = 'unknown'
        AND film_id NOT IN (SELECT film_id FROM dim_film WHERE category_name != '')))
