"""What may be done with people, their sign-ins and their second factors."""
