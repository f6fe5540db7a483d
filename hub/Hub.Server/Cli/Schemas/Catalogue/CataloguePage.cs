using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Hub.Server.Cli.Schemas.Catalogue;

/// <summary>The frame of every page: one file that needs no other, under a content security policy that names its own style and script and nothing else.</summary>
internal static class CataloguePage
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly string Style = Resource("catalogue.css");
    private static readonly string Script = Resource("catalogue.js");

    /// <param name="title">Of this page alone; the catalogue's follows it.</param>
    /// <param name="other">The same page in the other language.</param>
    /// <param name="main">The content, as HTML.</param>
    /// <param name="isSearched">Whether the page has the search, the only script there is.</param>
    public static string Frame(CatalogueWords words, string title, string other, string main, bool isSearched)
    {
        var name = words.Say("Catalogue des schémas", "Schema catalogue");
        return $"""
            <!DOCTYPE html>
            <html lang="{words.Language}">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{Digest(Style)}'{(isSearched ? $"; script-src '{Digest(Script)}'" : "")}; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{Text(title)} – {name}</title>
            <style>{Style}</style>
            </head>
            <body>
            <a class="skip" href="#content">{words.Say("Aller au contenu", "Skip to content")}</a>
            <header class="top">
            <p class="brand"><a href="{words.Index}">{name}</a></p>
            <nav aria-label="{words.Say("Langue", "Language")}"><a href="{other}" hreflang="{words.Say("en", "fr")}" lang="{words.Say("en", "fr")}">{words.Say("English", "Français")}</a></nav>
            </header>
            <main id="content" tabindex="-1">
            {main}
            </main>
            <footer><p>{words.Say("Page produite par <code>hub schema catalogue</code> à partir des schémas : ne la modifiez pas à la main.", "Page made by <code>hub schema catalogue</code> from the schemas: do not edit it by hand.")}</p></footer>
            {(isSearched ? $"<script>{Script}</script>\n" : "")}</body>
            </html>

            """;
    }

    /// <summary>Adds HTML that is finished: everything in it is text already, so that no culture has a say.</summary>
    public static StringBuilder Add(this StringBuilder html, string part) => html.Append(part);

    public static string Text(string text) => Encoder.Encode(text);

    /// <summary>Text in which what stands between back-ticks is code.</summary>
    public static string WithCode(string text) =>
        string.Concat(text.Split('`').Select((part, at) => at % 2 == 1 ? $"<code>{Text(part)}</code>" : Text(part)));

    private static string Digest(string content) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private static string Resource(string name)
    {
        var assembly = typeof(CataloguePage).Assembly;
        using var stream = assembly.GetManifestResourceStream($"{typeof(CataloguePage).Namespace}.{name}")
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
