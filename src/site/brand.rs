//! The organisation's logo and links in the footer as templates see them. Knows the playbook's pages,
//! no template.

use super::Rendering;
use crate::config::{Brand, brand};
use crate::diagnostic::suggest;
use crate::failure::Failure;
use crate::theme::context::{FooterLinkView, LogoView};
use crate::theme::layers;

pub(super) fn logo(brand: &Brand) -> Option<LogoView> {
    let logo = brand.logo.as_ref()?;
    let (light, dark) = layers::logo_files(logo);
    Some(LogoView { light, dark, alt: logo.alt.clone() })
}

/// # Errors
/// Fails when a link is neither an address nor a page.
pub(super) fn footer(rendering: &Rendering<'_>) -> Result<Vec<FooterLinkView>, Failure> {
    let links = rendering.config.brand.footer.iter();
    links.map(|(title, target)| link(rendering, title, target)).collect()
}

fn link(rendering: &Rendering<'_>, title: &str, target: &str) -> Result<FooterLinkView, Failure> {
    let view = |url: String, is_page| FooterLinkView { title: title.to_owned(), url, is_page };
    if brand::is_address(target) {
        return Ok(view(target.to_owned(), false));
    }
    let playbook = rendering.playbook;
    let name = brand::page_name(target);
    match playbook.page_by_id(name) {
        Some(page) => Ok(view(playbook.entry(page).url.href(rendering.style), true)),
        None => {
            let hint = suggest::nearest(name, playbook.ids()).map_or_else(
                || "write a page as `legal/privacy`, another address with `https://` or `mailto:`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            Err(Failure::new(format!("`footer` in the config names no page and no address: `{target}`")).hint(hint))
        }
    }
}
