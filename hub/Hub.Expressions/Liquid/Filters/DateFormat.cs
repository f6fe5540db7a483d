using System.Globalization;
using System.Text;
using Hub.Expressions.Liquid.Execution;

namespace Hub.Expressions.Liquid.Filters;

/// <summary>Dates by the conversions of <c>strftime</c>, names in English, with the flags <c>- _ 0 ^ #</c> and widths of Ruby's.</summary>
internal static class DateFormat
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Write(Rendering run, DateTimeOffset date, string format)
    {
        run.ChargeText(format.Length * 8L);
        run.StepMany(format.Length);
        var text = new StringBuilder();
        Append(text, date, format);
        run.ChargeText(text.Length);
        return text.ToString();
    }

    private static void Append(StringBuilder text, DateTimeOffset date, string format)
    {
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            var start = i++;
            var flags = i;
            while (i < format.Length && "-_0^#:".Contains(format[i], StringComparison.Ordinal))
            {
                i++;
            }

            var flagText = format.AsSpan(flags, i - flags);
            var width = 0;
            while (i < format.Length && char.IsAsciiDigit(format[i]))
            {
                width = Math.Min((width * 10) + format[i++] - '0', 64);
            }

            if (i < format.Length && Convert(date, format[i], flagText) is { } part)
            {
                text.Append(Shape(part.Text, flagText, width > 0 ? width : part.Width, part.Pad));
            }
            else
            {
                // An unknown conversion stays as it was written.
                text.Append(format, start, Math.Min(i + 1, format.Length) - start);
            }
        }
    }

    private static (string Text, int Width, char Pad)? Convert(DateTimeOffset date, char conversion, ReadOnlySpan<char> flags)
    {
        switch (conversion)
        {
            case 'a':
                return (date.ToString("ddd", Culture), 0, ' ');
            case 'A':
                return (date.ToString("dddd", Culture), 0, ' ');
            case 'b' or 'h':
                return (date.ToString("MMM", Culture), 0, ' ');
            case 'B':
                return (date.ToString("MMMM", Culture), 0, ' ');
            case 'p':
                return (flags.Contains('#') ? date.ToString("tt", Culture).ToLowerInvariant() : date.ToString("tt", Culture), 0, ' ');
            case 'P':
                return (date.ToString("tt", Culture).ToLowerInvariant(), 0, ' ');
            case 'C':
                return Number(date.Year / 100, 2);
            case 'd':
                return Number(date.Day, 2);
            case 'e':
                return Number(date.Day, 2, ' ');
            case 'G':
                return Number(ISOWeek.GetYear(date.DateTime), 4);
            case 'g':
                return Number(ISOWeek.GetYear(date.DateTime) % 100, 2);
            case 'H':
                return Number(date.Hour, 2);
            case 'I':
                return Number(((date.Hour + 11) % 12) + 1, 2);
            case 'j':
                return Number(date.DayOfYear, 3);
            case 'k':
                return Number(date.Hour, 2, ' ');
            case 'l':
                return Number(((date.Hour + 11) % 12) + 1, 2, ' ');
            case 'L':
                return (date.Millisecond.ToString("000", Culture), 0, '0');
            case 'm':
                return Number(date.Month, 2);
            case 'M':
                return Number(date.Minute, 2);
            case 'N':
                return ((date.Ticks % TimeSpan.TicksPerSecond * 100).ToString("000000000", Culture), 0, '0');
            case 's':
                return (date.ToUnixTimeSeconds().ToString(Culture), 0, '0');
            case 'S':
                return Number(date.Second, 2);
            case 'u':
                return Number(date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek, 1);
            case 'U':
                return Number((date.DayOfYear + 6 - (int)date.DayOfWeek) / 7, 2);
            case 'V':
                return Number(ISOWeek.GetWeekOfYear(date.DateTime), 2);
            case 'w':
                return Number((int)date.DayOfWeek, 1);
            case 'W':
                return Number((date.DayOfYear + 6 - (((int)date.DayOfWeek + 6) % 7)) / 7, 2);
            case 'y':
                return Number(date.Year % 100, 2);
            case 'Y':
                return Number(date.Year, 4);
            case 'z':
                return (Offset(date.Offset, flags), 0, '0');
            case 'Z':
                return (date.Offset == TimeSpan.Zero ? "UTC" : date.Offset == TimeSpan.FromHours(1) ? "CET" : date.Offset == TimeSpan.FromHours(2) ? "CEST" : Offset(date.Offset, ":"), 0, ' ');
            case 'n':
                return ("\n", 0, ' ');
            case 't':
                return ("\t", 0, ' ');
            case '%':
                return ("%", 0, ' ');
        }

        var composed = conversion switch
        {
            'c' => "%a %b %e %H:%M:%S %Y",
            'D' or 'x' => "%m/%d/%y",
            'F' => "%Y-%m-%d",
            'r' => "%I:%M:%S %p",
            'R' => "%H:%M",
            'T' or 'X' => "%H:%M:%S",
            'v' => "%e-%^b-%Y",
            '+' => "%a %b %e %H:%M:%S %Z %Y",
            _ => null,
        };
        if (composed is null)
        {
            return null;
        }

        var text = new StringBuilder();
        Append(text, date, composed);
        return (text.ToString(), 0, ' ');
    }

    private static (string Text, int Width, char Pad) Number(int number, int width, char pad = '0') => (number.ToString(Culture), width, pad);

    private static string Shape(string text, ReadOnlySpan<char> flags, int width, char pad)
    {
        pad = flags.Contains('_') ? ' ' : flags.Contains('0') ? '0' : pad;
        text = flags.Contains('-') ? text : text.PadLeft(width, pad);
        return flags.Contains('^') ? text.ToUpperInvariant() : text;
    }

    private static string Offset(TimeSpan offset, ReadOnlySpan<char> flags)
    {
        var sign = offset < TimeSpan.Zero ? "-" : "+";
        return sign + offset.ToString(flags.Contains(':') ? "hh\\:mm" : "hhmm", Culture);
    }
}
