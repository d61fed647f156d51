//! The player that courses are played by: carried inside, or built by the checkout that this program belongs to.
//! Which of the two, `build.rs` decides.

#[cfg(not(player_inside))]
mod checkout;
#[cfg(player_inside)]
mod inside;

#[cfg(not(player_inside))]
pub(crate) use checkout::get;
#[cfg(player_inside)]
pub(crate) use inside::get;
