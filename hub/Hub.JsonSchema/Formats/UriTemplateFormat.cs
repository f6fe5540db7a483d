namespace Hub.JsonSchema.Formats;

/// <summary><c>uri-template</c> (RFC 6570, section 2, all four levels).</summary>
internal static class UriTemplateFormat
{
    public static bool IsUriTemplate(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            if (text[0] == '{')
            {
                var end = text.IndexOf((byte)'}');
                if (end < 0 || !IsExpression(text[1..end]))
                {
                    return false;
                }

                text = text[(end + 1)..];
            }
            else if (text[0] == '%')
            {
                if (!IsEncoded(text))
                {
                    return false;
                }

                text = text[3..];
            }
            else if (text[0] <= 32 || text[0] == 127 || "\"<>\\^`|}"u8.Contains(text[0]))
            {
                return false;
            }
            else
            {
                text = text[1..];
            }
        }

        return true;
    }

    private static bool IsExpression(ReadOnlySpan<byte> text)
    {
        if (text.Length > 0 && "+#./;?&=,!@|"u8.Contains(text[0]))
        {
            text = text[1..];
        }

        foreach (var range in text.Split((byte)','))
        {
            if (!IsVariable(text[range]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsVariable(ReadOnlySpan<byte> text)
    {
        if (text is [.. var exploded, (byte)'*'])
        {
            return IsName(exploded);
        }

        var colon = text.IndexOf((byte)':');
        if (colon < 0)
        {
            return IsName(text);
        }

        // At most 9999, not starting with a zero.
        var length = text[(colon + 1)..];
        return IsName(text[..colon]) && length.Length is >= 1 and <= 4 && length[0] != '0' && !length.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private static bool IsName(ReadOnlySpan<byte> text)
    {
        var afterDot = true;
        while (!text.IsEmpty)
        {
            if (text[0] == '.' && !afterDot)
            {
                afterDot = true;
                text = text[1..];
                continue;
            }

            var encoded = IsEncoded(text);
            if (!encoded && !char.IsAsciiLetterOrDigit((char)text[0]) && text[0] != '_')
            {
                return false;
            }

            afterDot = false;
            text = text[(encoded ? 3 : 1)..];
        }

        return !afterDot;
    }

    private static bool IsEncoded(ReadOnlySpan<byte> text) =>
        text.Length >= 3 && text[0] == '%' && char.IsAsciiHexDigit((char)text[1]) && char.IsAsciiHexDigit((char)text[2]);
}
