"""How many WTE the work needs: activity × time standard ÷ (working time × productivity), by pathway and place."""
