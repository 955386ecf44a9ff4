//! What is shown: settings, link, session, timeline, words.
