//! The revision behind a PDF file that a signature brings.

use std::ops::Range;

use jiff::tz::Offset;
use lopdf::{Dictionary, Document, IncrementalDocument, LoadOptions, Object, ObjectId, Stream, StringFormat};
use ring::digest::{SHA256, digest};

use crate::seal::look::SIDE;
use crate::seal::{SealError, SealOrder};

/// Most bytes of a file that is sealed or checked.
pub(super) const MOST_BYTES: usize = 256 * 1024 * 1024;
/// Most bytes that one of the file's own tables may unpack to.
const MOST_UNPACKED: usize = 64 * 1024 * 1024;
/// Stands in `/ByteRange` until the places are known; as wide as the largest place.
const UNKNOWN: i64 = 9_999_999_999;

/// A file with a signature that is still all zeros.
pub(super) struct Unsigned {
    pub(super) file: Vec<u8>,
    /// Where the signature stands, from `<` to `>`.
    pub(super) contents: Range<usize>,
}

/// Reads the objects of a file; `None` when a table of it is broken.
pub(super) fn load(pdf: &[u8]) -> Option<Document> {
    let options = LoadOptions { max_decompressed_size: Some(MOST_UNPACKED), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(pdf, options).ok()?;
    document.xref_recovery.is_none().then_some(document)
}

/// Appends the revision. `room` is how many bytes the signature may have.
pub(super) fn append(pdf: &[u8], order: &SealOrder<'_>, room: usize) -> Result<Unsigned, SealError> {
    if pdf.len() > MOST_BYTES {
        return Err(SealError::TooLarge);
    }
    // A reader counts places from the first byte.
    if !pdf.starts_with(b"%PDF-") {
        return Err(SealError::Unreadable);
    }
    let before = load(pdf).ok_or(SealError::Unreadable)?;
    if before.is_encrypted() || before.was_encrypted() {
        return Err(SealError::Encrypted);
    }
    let n_pages = before.page_iter().count();
    let page = before.page_iter().nth(order.place.page).ok_or(SealError::NoSuchPage { n_pages })?;
    let catalog =
        before.trailer.get(b"Root").and_then(Object::as_reference).map_err(|_| SealError::Unreadable)?;
    let mut update = IncrementalDocument::create_from(pdf.to_vec(), before);
    let field = widget(&mut update, page, order, room)?;
    into_list(&mut update, page, b"Annots", field)?;
    let form = form(&mut update, catalog)?;
    into_form(&mut update, form, field)?;
    identify(&mut update, pdf, order.at);
    let mut file = Vec::with_capacity(pdf.len() + 2 * room + 128 * 1024);
    update.save_to(&mut file).map_err(|_| SealError::Unreadable)?;
    place(file, pdf.len(), room)
}

/// The signature, its look, and the widget that shows it.
fn widget(
    update: &mut IncrementalDocument,
    page: ObjectId,
    order: &SealOrder<'_>,
    room: usize,
) -> Result<ObjectId, SealError> {
    let rect = order.place.square().ok_or(SealError::NoSuchPlace)?;
    let paths = order.look.paint(order.fonts)?;
    let place =
        update.get_prev_documents().objects.values().filter(|object| is_signature(object)).count() + 1;
    let document = &mut update.new_document;

    let mut state = Dictionary::new();
    state.set("Type", name("ExtGState"));
    state.set("ca", Object::Real(0.9));
    state.set("CA", Object::Real(0.9));
    // Ink: what is printed underneath stays readable.
    state.set("BM", name("Multiply"));
    let state = dictionary([("Ink", Object::Dictionary(state))]);
    // The ink is laid on once, however often paths of the seal lie over each other: a group of its own.
    let mut group = Dictionary::new();
    group.set("Type", name("Group"));
    group.set("S", name("Transparency"));
    let inner = form_of(paths, [("Group", group.into())]).map_err(|_| SealError::Unwritable)?;
    let inner = dictionary([("Seal", document.add_object(inner).into())]);
    let resources = dictionary([("ExtGState", state.into()), ("XObject", inner.into())]);
    let outer = form_of("q /Ink gs /Seal Do Q\n".to_owned(), [("Resources", resources.into())]);
    let look = document.add_object(outer.map_err(|_| SealError::Unwritable)?);

    let mut signature = Dictionary::new();
    signature.set("Type", name("Sig"));
    signature.set("Filter", name("Adobe.PPKLite"));
    signature.set("SubFilter", name("ETSI.CAdES.detached"));
    signature.set("ByteRange", vec![Object::Integer(0), UNKNOWN.into(), UNKNOWN.into(), UNKNOWN.into()]);
    signature.set("Contents", Object::String(vec![0; room], StringFormat::Hexadecimal));
    signature.set("M", Object::string_literal(date(order.at).ok_or(SealError::NoSuchTime)?));
    signature.set("Name", text(&order.look.court_name));
    signature.set("Reason", text(order.reason));
    let signature = document.add_object(signature);

    let mut field = Dictionary::new();
    field.set("Type", name("Annot"));
    field.set("Subtype", name("Widget"));
    field.set("FT", name("Sig"));
    field.set("T", text(&format!("Seal{place}")));
    field.set("TU", text(&format!("{}电子印章", order.look.court_name)));
    field.set("Rect", rect.map(Object::Real).to_vec());
    field.set("P", page);
    // Printed; and locked, because a seal is not to be dragged away.
    field.set("F", 4 | 128);
    field.set("AP", dictionary([("N", look.into())]));
    field.set("V", signature);
    Ok(document.add_object(field))
}

/// A picture of paths in a square of [`SIDE`].
fn form_of<const N: usize>(paths: String, entries: [(&str, Object); N]) -> lopdf::Result<Stream> {
    let mut form = dictionary(entries);
    form.set("Type", name("XObject"));
    form.set("Subtype", name("Form"));
    form.set("BBox", vec![0.into(), 0.into(), Object::Real(SIDE), Object::Real(SIDE)]);
    let mut form = Stream::new(form, paths.into_bytes());
    form.compress()?;
    Ok(form)
}

pub(super) fn is_signature(object: &Object) -> bool {
    let Ok(dictionary) = object.as_dict() else { return false };
    dictionary.has(b"ByteRange") && dictionary.has(b"Contents")
}

/// Adds `item` to the list under `key` of an object, wherever the list stands.
fn into_list(
    update: &mut IncrementalDocument,
    owner: ObjectId,
    key: &[u8],
    item: ObjectId,
) -> Result<(), SealError> {
    let unreadable = |_| SealError::Unreadable;
    update.opt_clone_object_to_new_document(owner).map_err(unreadable)?;
    let owned = update.new_document.get_dictionary_mut(owner).map_err(unreadable)?;
    match owned.get_mut(key) {
        Ok(Object::Array(list)) => list.push(item.into()),
        Ok(Object::Reference(list)) => {
            let list = *list;
            update.opt_clone_object_to_new_document(list).map_err(unreadable)?;
            let list = update.new_document.get_object_mut(list).and_then(Object::as_array_mut);
            list.map_err(unreadable)?.push(item.into());
        }
        Ok(Object::Null) | Err(_) => owned.set(key, vec![item.into()]),
        Ok(_) => return Err(SealError::Unreadable),
    }
    Ok(())
}

/// The object that has the form: the catalogue itself, or the one it points to.
fn form(update: &mut IncrementalDocument, catalog: ObjectId) -> Result<ObjectId, SealError> {
    let unreadable = |_| SealError::Unreadable;
    let known = update.get_prev_documents().get_dictionary(catalog).map_err(unreadable)?;
    if let Ok(Object::Reference(form)) = known.get(b"AcroForm") {
        let form = *form;
        update.opt_clone_object_to_new_document(form).map_err(unreadable)?;
        return Ok(form);
    }
    let known = known.get(b"AcroForm").and_then(Object::as_dict).cloned().unwrap_or_default();
    // An object of its own, so that the next signature leaves the catalogue alone.
    let form = update.new_document.add_object(known);
    update.opt_clone_object_to_new_document(catalog).map_err(unreadable)?;
    update.new_document.get_dictionary_mut(catalog).map_err(unreadable)?.set("AcroForm", form);
    Ok(form)
}

fn into_form(update: &mut IncrementalDocument, form: ObjectId, field: ObjectId) -> Result<(), SealError> {
    into_list(update, form, b"Fields", field)?;
    let form = update.new_document.get_dictionary_mut(form).map_err(|_| SealError::Unreadable)?;
    // Signatures exist; append only.
    form.set("SigFlags", 3);
    Ok(())
}

/// The second half of `/ID` tells revisions apart.
fn identify(update: &mut IncrementalDocument, pdf: &[u8], at: i64) {
    let mut seen = digest(&SHA256, pdf).as_ref().to_vec();
    seen.extend(at.to_be_bytes());
    let new = digest(&SHA256, &seen).as_ref()[..16].to_vec();
    let trailer = &mut update.new_document.trailer;
    let first = match trailer.get(b"ID").and_then(Object::as_array).map(|both| both.first().cloned()) {
        Ok(Some(first @ Object::String(..))) => first,
        _ => Object::String(new.clone(), StringFormat::Hexadecimal),
    };
    trailer.set("ID", vec![first, Object::String(new, StringFormat::Hexadecimal)]);
}

/// Finds the signature in the bytes behind `from`, and writes down what it covers.
fn place(mut file: Vec<u8>, from: usize, room: usize) -> Result<Unsigned, SealError> {
    let range = format!("/ByteRange[0 {UNKNOWN} {UNKNOWN} {UNKNOWN}]");
    let zeros = vec![b'0'; 2 * room];
    let find =
        |what: &[u8]| file[from..].windows(what.len()).position(|window| window == what).map(|at| from + at);
    let range_at = find(range.as_bytes()).ok_or(SealError::Unreadable)?;
    let opened = [b"/Contents<".as_slice(), &zeros, b">"].concat();
    let contents_at = find(&opened).ok_or(SealError::Unreadable)? + "/Contents".len();
    let contents = contents_at..contents_at + 2 * room + 2;
    let covered = format!("/ByteRange[0 {} {} {}]", contents.start, contents.end, file.len() - contents.end);
    let covered = format!("{covered:<width$}", width = range.len());
    file.get_mut(range_at..range_at + range.len())
        .ok_or(SealError::Unreadable)?
        .copy_from_slice(covered.as_bytes());
    Ok(Unsigned { file, contents })
}

fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

fn dictionary<const N: usize>(entries: [(&str, Object); N]) -> Dictionary {
    let mut dictionary = Dictionary::new();
    for (key, value) in entries {
        dictionary.set(key, value);
    }
    dictionary
}

/// Words for people, which PDF wants in UTF-16.
fn text(words: &str) -> Object {
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(words.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// An instant as PDF writes it, in Beijing time.
fn date(at: i64) -> Option<String> {
    let here = Offset::constant(8).to_datetime(jiff::Timestamp::from_second(at).ok()?);
    (0..=9999).contains(&here.year()).then(|| here.strftime("D:%Y%m%d%H%M%S+08'00'").to_string())
}
