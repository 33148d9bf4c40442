//! Writes every page and mail in every state to `target/gallery`, to be looked at in a browser.
//!
//! `cargo run --example gallery`, then open `target/gallery/index.html`. A folder and a language (`gallery out ar`) may be
//! named.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use vestibule::i18n::Catalog;
use vestibule::render::assets;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "target/gallery".to_owned());
    let language = arguments.next().unwrap_or_else(|| "en".to_owned());
    let translator = Catalog::embedded()?.translator(&language, &[]);
    let html = format!("<html lang=\"{language}\" dir=\"{}\">", translator.direction().as_str());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("static"))?;
    for name in ["vestibule.css", "icon.svg", "passkeys.js"] {
        let href = assets::href(name);
        let hashed = href.trim_start_matches("/static/");
        let asset = assets::find(hashed).ok_or_else(|| anyhow::anyhow!("{name} is not embedded"))?;
        fs::write(folder.join("static").join(hashed), asset.bytes)?;
    }
    let mut index = String::from("<!doctype html><meta charset=\"utf-8\"><title>Gallery</title><ul>");
    let pages = vestibule::web::hosted::samples()
        .into_iter()
        .chain(vestibule::demo::samples())
        .chain(vestibule::simulator::samples());
    for sample in pages.chain(vestibule::messaging::mail::samples()) {
        let name = format!("{}--{}", sample.template.replace('/', "-").replace(".html", ""), sample.state);
        let extension = sample.template.rsplit('.').next().unwrap_or("html");
        let file = format!("{name}.{extension}");
        let text = sample.render(&translator)?.replace("\"/static/", "\"static/");
        // A page that goes on by itself would be gone before it was looked at.
        let text = text.replace("http-equiv=\"refresh\"", "name=\"refresh\"");
        // The samples say that they are English; those that are of another language already stay so.
        fs::write(folder.join(&file), text.replace("<html lang=\"en\" dir=\"ltr\">", &html))?;
        writeln!(index, "<li><a href=\"{file}\">{name}</a></li>")?;
    }
    fs::write(folder.join("index.html"), index)?;
    Ok(())
}
