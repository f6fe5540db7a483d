using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Hub.Expressions.Liquid.Execution;
using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Filters;

/// <summary>Filters between text and other notations: HTML, addresses, base64.</summary>
internal static class HtmlFilters
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    // Linear time whatever the text: many openings without an end would make a backtracking engine quadratic.
    private static readonly Regex Hidden = new("(?s)<script.*?</script>|<style.*?</style>|<!--.*?-->", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    private static readonly Regex Tag = new("(?s)<.*?>", RegexOptions.NonBacktracking);

    public static IReadOnlyList<Filter> All { get; } =
    [
        new("base64", 0, 0, EncodeBase64),
        new("base64_decode", 0, 0, DecodeBase64),
        new("base64_encode", 0, 0, EncodeBase64),
        new("base64_url_safe_decode", 0, 0, DecodeBase64),
        new("base64_url_safe_encode", 0, 0, static (run, input, arguments) => EncodeBase64(run, input, arguments).AsText.Replace('+', '-').Replace('/', '_')),
        new("escape", 0, 0, static (run, input, _) => Escape(run, TextFilters.Text(run, input), once: false)),
        new("escape_once", 0, 0, static (run, input, _) => Escape(run, TextFilters.Text(run, input), once: true)),
        new("newline_to_br", 0, 0, static (run, input, _) => TextFilters.Replace(run, TextFilters.Text(run, input).Replace("\r\n", "\n", StringComparison.Ordinal), "\n", "<br />\n")),
        new("strip_html", 0, 0, static (run, input, _) => TextFilters.Change(run, input, static text => Tag.Replace(Hidden.Replace(text, string.Empty), string.Empty))),
        new("strip_newlines", 0, 0, static (run, input, _) => TextFilters.Change(run, input, static text => text.Replace("\r\n", string.Empty, StringComparison.Ordinal).Replace("\n", string.Empty, StringComparison.Ordinal))),
        new("url_decode", 0, 0, DecodeUrl),
        new("url_encode", 0, 0, EncodeUrl),
    ];

    private static LiquidValue Escape(Rendering run, string text, bool once)
    {
        var escaped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var entity = text[i] switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                '&' => once && StartsEntity(text.AsSpan(i, Math.Min(text.Length - i, 12))) ? "&" : "&amp;",
                _ => null,
            };
            _ = entity is null ? escaped.Append(text[i]) : escaped.Append(entity);
        }

        run.StepMany(text.Length >> 3);
        run.ChargeText(escaped.Length);
        return escaped.ToString();
    }

    private static LiquidValue EncodeBase64(Rendering run, LiquidValue input, FilterArguments arguments)
    {
        var text = TextFilters.Text(run, input);
        run.ChargeText(text.Length * 4L);
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
    }

    private static LiquidValue DecodeBase64(Rendering run, LiquidValue input, FilterArguments arguments)
    {
        var text = TextFilters.Text(run, input).Replace('-', '+').Replace('_', '/').TrimEnd('=');
        run.ChargeText(text.Length * 3L);
        var bytes = new byte[(text.Length * 3L / 4) + 3];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var written)
            ? Encoding.UTF8.GetString(bytes, 0, written)
            : throw run.Fail("The text is not valid base64.", "Le texte n'est pas du base64 valide.");
    }

    private static LiquidValue EncodeUrl(Rendering run, LiquidValue input, FilterArguments arguments)
    {
        var text = TextFilters.Text(run, input);
        var encoded = new StringBuilder(text.Length);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            _ = b == ' ' ? encoded.Append('+')
                : b < 128 && Unreserved.Contains((char)b, StringComparison.Ordinal) ? encoded.Append((char)b)
                : encoded.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        run.StepMany(text.Length >> 3);
        run.ChargeText(encoded.Length + (text.Length * 2L));
        return encoded.ToString();
    }

    private static LiquidValue DecodeUrl(Rendering run, LiquidValue input, FilterArguments arguments) =>
        TextFilters.Change(run, input, static text => Uri.UnescapeDataString(text.Replace('+', ' ')));

    private static bool StartsEntity(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(';');
        if (end < 2)
        {
            return false;
        }

        var name = text[1..end];
        return name[0] != '#' ? name.IndexOfAnyExcept(Letters) < 0
            : name.Length > 2 && name[1] is 'x' or 'X' ? name[2..].IndexOfAnyExcept(HexDigits) < 0
            : name.Length > 1 && name[1..].IndexOfAnyExceptInRange('0', '9') < 0;
    }
}
