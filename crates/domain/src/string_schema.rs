//! How the types that travel as strings describe themselves in the OpenAPI document.

/// Describes a type as a string with an example; expands to nothing without the `openapi` feature.
macro_rules! string_schema {
    ($type:ty, $description:literal, $example:literal) => {
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $type {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .description(Some($description))
                    .examples([$example])
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $type {}
    };
}

pub(crate) use string_schema;
