//! What an editor asks for besides.
