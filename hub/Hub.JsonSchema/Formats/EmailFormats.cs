namespace Hub.JsonSchema.Formats;

/// <summary><c>email</c> (RFC 5321, section 4.1.2) and <c>idn-email</c> (RFC 6531, section 3.3).</summary>
internal static class EmailFormats
{
    private const int LongestLocalPart = 64;

    public static bool IsEmail(ReadOnlySpan<byte> text, bool international)
    {
        var at = text.LastIndexOf((byte)'@');
        if (at is < 1 or > LongestLocalPart)
        {
            return false;
        }

        var local = text[..at];
        var domain = text[(at + 1)..];
        var localIsRight = local[0] == '"' ? IsQuoted(local, international) : IsDotted(local, international);
        return localIsRight && IsDomain(domain, international);
    }

    private static bool IsQuoted(ReadOnlySpan<byte> text, bool international)
    {
        if (text.Length < 2 || text[^1] != '"')
        {
            return false;
        }

        for (var i = 1; i < text.Length - 1; i++)
        {
            var b = text[i];
            if (b == '\\')
            {
                // A backslash quotes one printable character, the closing quote aside.
                i++;
                if (i >= text.Length - 1 || text[i] is < 32 or > 126)
                {
                    return false;
                }
            }
            else if (b is < 32 or 127 or (byte)'"' || (b >= 128 && !international))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDotted(ReadOnlySpan<byte> text, bool international)
    {
        if (text[0] == '.' || text[^1] == '.' || text.IndexOf(".."u8) >= 0)
        {
            return false;
        }

        foreach (var b in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && !"!#$%&'*+-/=?^_`{|}~."u8.Contains(b) && (b < 128 || !international))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDomain(ReadOnlySpan<byte> text, bool international)
    {
        if (text is [(byte)'[', .. var literal, (byte)']'])
        {
            return literal.StartsWith("IPv6:"u8) ? AddressFormats.IsIPv6(literal[5..]) : AddressFormats.IsIPv4(literal);
        }

        if (text.Length is 0 or > HostFormats.LongestName)
        {
            return false;
        }

        foreach (var range in text.Split((byte)'.'))
        {
            var label = text[range];
            if (!HostFormats.IsLetterDigitHyphen(label, international))
            {
                return false;
            }
        }

        return true;
    }
}
