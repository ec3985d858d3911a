"""What people do in workshops: plan, invite, contribute, group, vote, conclude."""
