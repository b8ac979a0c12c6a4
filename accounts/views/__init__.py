"""Sign-in, second factor, invitations and one's own account: plain pages with forms, the same for desk and partner."""
