using System.Buffers;
using System.Text;

namespace Hub.JsonSchema.Formats;

/// <summary><c>uri</c>, <c>uri-reference</c> (RFC 3986, appendix A), <c>iri</c> and <c>iri-reference</c> (RFC 3987, section 2.2).</summary>
internal static class UriFormats
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private const string SubDelimiters = "!$&'()*+,;=";

    private static readonly SearchValues<byte> Scheme = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");
    private static readonly SearchValues<byte> Hex = Set("0123456789ABCDEFabcdef");
    private static readonly SearchValues<byte> UserOrVersion = Set(Unreserved + SubDelimiters + ":");
    private static readonly SearchValues<byte> Host = Set(Unreserved + SubDelimiters);
    private static readonly SearchValues<byte> Path = Set(Unreserved + SubDelimiters + ":@/");
    private static readonly SearchValues<byte> Query = Set(Unreserved + SubDelimiters + ":@/?");

    public static bool IsUri(ReadOnlySpan<byte> text, bool international, bool relative)
    {
        if (Cut(ref text, (byte)'#', out var fragment) && !Consists(fragment, Query, international, inQuery: false))
        {
            return false;
        }

        if (Cut(ref text, (byte)'?', out var query) && !Consists(query, Query, international, inQuery: true))
        {
            return false;
        }

        var colon = text.IndexOf((byte)':');
        if (colon > 0 && char.IsAsciiLetter((char)text[0]) && !text[..colon].ContainsAnyExcept(Scheme))
        {
            text = text[(colon + 1)..];
        }
        else if (!relative || IsBefore(colon, text.IndexOf((byte)'/')))
        {
            // Without a scheme, a colon may come only after the first slash.
            return false;
        }

        if (!text.StartsWith("//"u8))
        {
            return Consists(text, Path, international, inQuery: false);
        }

        text = text[2..];
        var slash = text.IndexOf((byte)'/');
        var authority = slash < 0 ? text : text[..slash];
        return IsAuthority(authority, international) && (slash < 0 || Consists(text[slash..], Path, international, inQuery: false));
    }

    private static bool IsAuthority(ReadOnlySpan<byte> text, bool international)
    {
        var at = text.IndexOf((byte)'@');
        if (at >= 0)
        {
            if (!Consists(text[..at], UserOrVersion, international, inQuery: false))
            {
                return false;
            }

            text = text[(at + 1)..];
        }

        if (text.Length > 0 && text[0] == '[')
        {
            var end = text.IndexOf((byte)']');
            return end > 0 && IsLiteral(text[1..end]) && IsPort(text[(end + 1)..]);
        }

        var colon = text.IndexOf((byte)':');
        var host = colon < 0 ? text : text[..colon];
        return Consists(host, Host, international, inQuery: false) && (colon < 0 || IsPort(text[colon..]));
    }

    private static bool IsLiteral(ReadOnlySpan<byte> text)
    {
        if (text.Length == 0 || (text[0] | 32) != 'v')
        {
            return AddressFormats.IsIPv6(text);
        }

        var dot = text.IndexOf((byte)'.');
        return dot > 1 && dot + 1 < text.Length && !text[1..dot].ContainsAnyExcept(Hex) && !text[(dot + 1)..].ContainsAnyExcept(UserOrVersion);
    }

    private static bool IsPort(ReadOnlySpan<byte> text) =>
        text.IsEmpty || (text[0] == ':' && !text[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'));

    /// <summary>Only those characters, percent-encoded bytes, and in an IRI the letters of the world.</summary>
    private static bool Consists(ReadOnlySpan<byte> text, SearchValues<byte> allowed, bool international, bool inQuery)
    {
        while (text.IndexOfAnyExcept(allowed) is var at and >= 0)
        {
            text = text[at..];
            if (text[0] == '%')
            {
                if (text.Length < 3 || !char.IsAsciiHexDigit((char)text[1]) || !char.IsAsciiHexDigit((char)text[2]))
                {
                    return false;
                }

                text = text[3..];
                continue;
            }

            if (!international || Rune.DecodeFromUtf8(text, out var rune, out var length) != OperationStatus.Done || !IsInternational(rune.Value, inQuery))
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }

    private static bool IsInternational(int code, bool inQuery)
    {
        var isPrivate = code is (>= 0xE000 and <= 0xF8FF) or >= 0xF0000;
        var isUsable = code is (>= 0xA0 and <= 0xFDCF) or (>= 0xFDF0 and <= 0xFFEF) or >= 0x10000;
        return isUsable && (!isPrivate || inQuery) && (code & 0xFFFE) != 0xFFFE;
    }

    private static bool Cut(ref ReadOnlySpan<byte> text, byte mark, out ReadOnlySpan<byte> rest)
    {
        var at = text.IndexOf(mark);
        rest = at < 0 ? default : text[(at + 1)..];
        text = at < 0 ? text : text[..at];
        return at >= 0;
    }

    private static bool IsBefore(int colon, int slash) => colon >= 0 && (slash < 0 || colon < slash);

    private static SearchValues<byte> Set(string characters) => SearchValues.Create(Encoding.ASCII.GetBytes(characters));
}
