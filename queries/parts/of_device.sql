-- parameter: device= Only this device; empty means all
({device:String} = '' OR device = {device:String})
