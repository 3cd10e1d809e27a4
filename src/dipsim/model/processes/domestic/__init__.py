"""What happens inside nations: growth, governments, dated events, upkeep, arming."""
