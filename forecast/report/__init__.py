"""What people see: functions that return rich renderables or text. Nothing here prints."""
