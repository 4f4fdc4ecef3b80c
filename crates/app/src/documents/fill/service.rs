//! What the parties said of how they want to be served.

use weicourt_domain::entry::{PartyNumber, ServiceAddressForm};

use super::Source;

/// The address form of a party that counts.
pub(super) fn confirmed<'a>(source: &Source<'a>, party: PartyNumber) -> Option<&'a ServiceAddressForm> {
    source.state.service_address(party).map(|address| &address.form)
}
