namespace Hub.JsonSchema.Formats;

/// <summary><c>ipv4</c> (RFC 2673, section 3.2) and <c>ipv6</c> (RFC 4291, section 2.2), written out in full: no shorthand, no zone.</summary>
internal static class AddressFormats
{
    public static bool IsIPv4(ReadOnlySpan<byte> text)
    {
        for (var part = 0; part < 4; part++)
        {
            var end = part < 3 ? text.IndexOf((byte)'.') : text.Length;
            if (end is < 1 or > 3 || text[..end].ContainsAnyExceptInRange((byte)'0', (byte)'9') || (end > 1 && text[0] == '0'))
            {
                return false;
            }

            var value = 0;
            foreach (var digit in text[..end])
            {
                value = (value * 10) + (digit - '0');
            }

            if (value > 255)
            {
                return false;
            }

            text = part < 3 ? text[(end + 1)..] : text;
        }

        return true;
    }

    public static bool IsIPv6(ReadOnlySpan<byte> text)
    {
        var gap = text.IndexOf("::"u8);
        if (gap < 0)
        {
            return Groups(text, mayEndInIPv4: true) == 8;
        }

        var before = text[..gap];
        var after = text[(gap + 2)..];
        var first = before.IsEmpty ? 0 : Groups(before, mayEndInIPv4: false);
        var second = after.IsEmpty ? 0 : Groups(after, mayEndInIPv4: true);
        return first >= 0 && second >= 0 && first + second <= 7;
    }

    /// <summary>The number of 16-bit groups; -1 when one is wrong.</summary>
    private static int Groups(ReadOnlySpan<byte> text, bool mayEndInIPv4)
    {
        for (var groups = 0; ; groups++)
        {
            var end = text.IndexOf((byte)':');
            if (end < 0 && mayEndInIPv4 && text.Contains((byte)'.'))
            {
                return IsIPv4(text) ? groups + 2 : -1;
            }

            var group = end < 0 ? text : text[..end];
            if (group.Length is < 1 or > 4)
            {
                return -1;
            }

            foreach (var digit in group)
            {
                if (!char.IsAsciiHexDigit((char)digit))
                {
                    return -1;
                }
            }

            if (end < 0)
            {
                return groups + 1;
            }

            text = text[(end + 1)..];
        }
    }
}
