using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Hub.Server.Web;

namespace Hub.Server.Security.SignIn;

/// <summary>The sign-in page: one form with one password field, in French or English, without any script.</summary>
internal static class SignInPage
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1b1b35; --paper: #fff; --accent: #000091; --on-accent: #fff; --edge: #6a6a6a; --wrong: #b00020; }
        @media (prefers-color-scheme: dark) { :root { --ink: #f0f0f8; --paper: #16161f; --accent: #8f8fff; --on-accent: #101018; --edge: #a0a0b0; --wrong: #ff8a9a; } }
        * { box-sizing: border-box; }
        body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--paper); color: var(--ink); font: 1.125rem/1.5 system-ui, sans-serif; }
        main { width: 100%; max-width: 28rem; padding: 1.5rem; }
        h1 { font-size: 1.6rem; line-height: 1.25; }
        label { display: block; font-weight: 600; }
        input { width: 100%; margin: .5rem 0 1rem; padding: .7rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--edge); border-radius: .25rem; }
        button { width: 100%; padding: .8rem; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 0; border-radius: .25rem; cursor: pointer; }
        input:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        .wrong { color: var(--wrong); border-left: .25rem solid; padding-left: .75rem; }
        .hint { font-size: 1rem; }
        """;

    /// <summary>Nothing but this very style sheet, the hub's icon, and a form that goes nowhere but here.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <param name="returnPath">Where to go after signing in; a local path.</param>
    /// <param name="wrong">Why the last attempt failed; null on the first visit.</param>
    public static string Html(CultureInfo language, string returnPath, LocalizedText? wrong)
    {
        var french = language == RequestLanguage.French;
        var alert = wrong is null ? "" : $"""<p class="wrong" id="wrong" role="alert">{HtmlEncoder.Default.Encode(wrong.For(language))}</p>""";
        var described = wrong is null ? "hint" : "hint wrong";
        return $"""
            <!doctype html>
            <html lang="{language.TwoLetterISOLanguageName}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <link rel="icon" href="/console/icon.svg" type="image/svg+xml">
            <title>{(french ? "Se connecter — Hub" : "Sign in — Hub")}</title>
            <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>{(french ? "Se connecter au hub" : "Sign in to the hub")}</h1>
            {alert}
            <form method="post" action="/sign-in">
            <input type="hidden" name="return" value="{HtmlEncoder.Default.Encode(returnPath)}">
            <label for="key">{(french ? "Clé d’API" : "API key")}</label>
            <input id="key" name="key" type="password" autocomplete="current-password" required autofocus spellcheck="false" aria-describedby="{described}"{(wrong is null ? "" : " aria-invalid=\"true\"")}>
            <button type="submit">{(french ? "Se connecter" : "Sign in")}</button>
            <p class="hint" id="hint">{(french
                ? "La clé est celle que votre administrateur vous a remise. La session dure huit heures."
                : "The key is the one your administrator gave you. The session lasts eight hours.")}</p>
            </form>
            </main>
            </body>
            </html>
            """;
    }
}
