//! The log, its projections, blobs and keys.
