//! What came into a file after it was signed.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::seal::update::load;

/// Whether `after` has all objects of the signed `revision` unchanged, but for further signatures:
/// fields in the form, and widgets on pages, that are new objects and nothing else.
pub(super) fn only_signatures(revision: &[u8], after: &Document) -> bool {
    let Some(before) = load(revision) else { return false };
    let both = Both { before: &before, after, lists: lists(&before) };
    let root = |document: &Document| document.trailer.get(b"Root").and_then(Object::as_reference).ok();
    let info = |document: &Document| document.trailer.get(b"Info").ok().cloned();
    root(&before).is_some()
        && root(&before) == root(after)
        && info(&before) == info(after)
        && before.objects.iter().all(|(id, object)| both.allows(*id, object))
}

struct Both<'d> {
    before: &'d Document,
    after: &'d Document,
    lists: BTreeSet<ObjectId>,
}

impl Both<'_> {
    fn allows(&self, id: ObjectId, was: &Object) -> bool {
        // Tables of the file itself: each revision has its own.
        if matches!(was.type_name(), Ok(b"XRef" | b"ObjStm")) {
            return true;
        }
        let Ok(is) = self.after.get_object(id) else { return false };
        match (was, is) {
            (Object::Stream(was), Object::Stream(is)) => was.dict == is.dict && was.content == is.content,
            (Object::Array(was_list), Object::Array(is_list)) if self.lists.contains(&id) => {
                self.longer(was_list, is_list)
            }
            (Object::Dictionary(was), Object::Dictionary(is)) if was != is => self.allows_in(id, was, is),
            _ => was == is,
        }
    }

    /// A catalogue may get a form, a page widgets, a form fields.
    fn allows_in(&self, id: ObjectId, was: &Dictionary, is: &Dictionary) -> bool {
        let is_catalog =
            self.before.trailer.get(b"Root").and_then(Object::as_reference).is_ok_and(|root| root == id);
        let is_page = was.has_type(b"Page");
        let is_form = form(self.before) == Some(id);
        let keys: BTreeSet<&Vec<u8>> = was.iter().chain(is.iter()).map(|(key, _)| key).collect();
        keys.into_iter().all(|key| {
            let (old, new) = (was.get(key).ok(), is.get(key).ok());
            if old == new {
                return true;
            }
            match key.as_slice() {
                b"AcroForm" if is_catalog => self.grows_form(old, new),
                b"Annots" if is_page => self.grows(old, new),
                b"Fields" if is_form => self.grows(old, new),
                b"SigFlags" if is_form => matches!(new, Some(Object::Integer(3))),
                _ => false,
            }
        })
    }

    fn grows_form(&self, old: Option<&Object>, new: Option<&Object>) -> bool {
        let nothing = Dictionary::new();
        let old = match old {
            None => &nothing,
            Some(Object::Dictionary(old)) => old,
            Some(_) => return false,
        };
        let Some(Ok((_, Object::Dictionary(new)))) = new.map(|new| self.after.dereference(new)) else {
            return false;
        };
        let keys: BTreeSet<&Vec<u8>> = old.iter().chain(new.iter()).map(|(key, _)| key).collect();
        keys.into_iter().all(|key| {
            let (old, new) = (old.get(key).ok(), new.get(key).ok());
            match key.as_slice() {
                b"Fields" => self.grows(old, new),
                b"SigFlags" => matches!(new, Some(Object::Integer(3))),
                _ => old == new,
            }
        })
    }

    /// Whether a list got longer by signatures only.
    fn grows(&self, old: Option<&Object>, new: Option<&Object>) -> bool {
        let old = match old {
            None | Some(Object::Null) => &[],
            Some(Object::Array(old)) => old.as_slice(),
            Some(_) => return false,
        };
        matches!(new, Some(Object::Array(new)) if self.longer(old, new))
    }

    fn longer(&self, old: &[Object], new: &[Object]) -> bool {
        new.strip_prefix(old).is_some_and(|added| added.iter().all(|item| self.is_new_signature(item)))
    }

    fn is_new_signature(&self, item: &Object) -> bool {
        let Ok(id) = item.as_reference() else { return false };
        let Ok(field) = self.after.get_dictionary(id) else { return false };
        !self.before.has_object(id)
            && field.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Widget")
            && field.get(b"FT").and_then(Object::as_name).is_ok_and(|kind| kind == b"Sig")
            && field
                .get_deref(b"V", self.after)
                .and_then(Object::as_dict)
                .is_ok_and(|value| value.has(b"ByteRange"))
    }
}

/// The object that is the form.
fn form(document: &Document) -> Option<ObjectId> {
    document.catalog().ok()?.get(b"AcroForm").ok()?.as_reference().ok()
}

/// Lists of widgets and of fields that are objects of their own.
fn lists(document: &Document) -> BTreeSet<ObjectId> {
    let pages =
        document.page_iter().filter_map(|page| document.get_dictionary(page).ok()?.get(b"Annots").ok());
    let fields = form(document).and_then(|form| document.get_dictionary(form).ok()?.get(b"Fields").ok());
    pages.chain(fields).filter_map(|list| list.as_reference().ok()).collect()
}
