using System.Text;

namespace Hub.JsonSchema.Formats;

/// <summary>Punycode (RFC 3492) with the parameters of IDNA.</summary>
internal static class Punycode
{
    private const int Base = 36;
    private const int TMin = 1;
    private const int TMax = 26;
    private const int Skew = 38;
    private const int Damp = 700;
    private const int InitialBias = 72;
    private const int InitialCode = 128;

    /// <summary>The text; null when it is not Punycode in lower case.</summary>
    public static string? Decode(string encoded)
    {
        var hyphen = encoded.LastIndexOf('-');
        var output = new List<int>(hyphen > 0 ? encoded[..hyphen].Select(c => (int)c) : []);
        var (code, bias, place) = (InitialCode, InitialBias, 0L);
        for (var at = hyphen > 0 ? hyphen + 1 : 0; at < encoded.Length;)
        {
            var start = place;
            var weight = 1L;
            for (var k = Base; ; k += Base)
            {
                var digit = at < encoded.Length ? DigitOf(encoded[at++]) : -1;
                if (digit < 0)
                {
                    return null;
                }

                place += digit * weight;
                var threshold = Threshold(k, bias);
                if (digit < threshold)
                {
                    break;
                }

                weight *= Base - threshold;
                if (place > int.MaxValue || weight > int.MaxValue)
                {
                    return null;
                }
            }

            var count = output.Count + 1;
            bias = Adapt(place - start, count, start == 0);
            var next = code + (place / count);
            if (!Rune.IsValid((int)Math.Min(next, int.MaxValue)))
            {
                return null;
            }

            code = (int)next;
            place %= count;
            output.Insert((int)place++, code);
        }

        var text = new StringBuilder();
        foreach (var c in output)
        {
            text.Append(new Rune(c).ToString());
        }

        return text.ToString();
    }

    public static string Encode(string text)
    {
        var input = text.EnumerateRunes().Select(rune => rune.Value).ToList();
        var output = new StringBuilder();
        output.Append([.. input.Where(code => code < InitialCode).Select(code => (char)code)]);
        var basic = output.Length;
        output.Append(basic > 0 ? "-" : "");
        var (code, bias, delta, handled) = (InitialCode, InitialBias, 0L, basic);
        while (handled < input.Count)
        {
            var next = input.Where(c => c >= code).Min();
            delta += (long)(next - code) * (handled + 1);
            code = next;
            foreach (var c in input)
            {
                delta += c < code ? 1 : 0;
                if (c == code)
                {
                    AppendNumber(output, delta, bias);
                    bias = Adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }

            delta++;
            code++;
        }

        return output.ToString();
    }

    private static void AppendNumber(StringBuilder output, long number, int bias)
    {
        for (var k = Base; ; k += Base)
        {
            var threshold = Threshold(k, bias);
            if (number < threshold)
            {
                output.Append(CharOf((int)number));
                return;
            }

            output.Append(CharOf((int)(threshold + ((number - threshold) % (Base - threshold)))));
            number = (number - threshold) / (Base - threshold);
        }
    }

    private static int Threshold(int k, int bias) => Math.Clamp(k - bias, TMin, TMax);

    private static int Adapt(long delta, int count, bool first)
    {
        delta /= first ? Damp : 2;
        delta += delta / count;
        var k = 0;
        for (; delta > (Base - TMin) * TMax / 2; k += Base)
        {
            delta /= Base - TMin;
        }

        return k + (int)((Base - TMin + 1) * delta / (delta + Skew));
    }

    private static int DigitOf(char c) => c switch
    {
        >= 'a' and <= 'z' => c - 'a',
        >= '0' and <= '9' => c - '0' + 26,
        _ => -1,
    };

    private static char CharOf(int digit) => (char)(digit < 26 ? 'a' + digit : '0' + digit - 26);
}
