-- parameter: event_type= Only clicks of this type; empty means all
({event_type:String} = '' OR event_type = {event_type:String})
