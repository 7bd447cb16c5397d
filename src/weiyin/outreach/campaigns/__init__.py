"""Campaigns: drafted by one person, approved by another, told only to who agreed, measured."""
