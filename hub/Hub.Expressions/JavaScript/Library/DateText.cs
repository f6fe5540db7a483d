using System.Globalization;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>Dates as text, and text as dates (§21.4.1.32, §21.4.4.41).</summary>
internal static class DateText
{
    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    public static string Iso(double time)
    {
        var (year, month, day) = DateMath.Calendar(time);
        var yearText = year is >= 0 and <= 9999 ? Pad(year, 4) : (year < 0 ? "-" : "+") + Pad(Math.Abs(year), 6);
        return $"{yearText}-{Pad(month + 1, 2)}-{Pad(day, 2)}T{Clock(time)}.{Pad(DateMath.TimeInDay(time) % 1000, 3)}Z";
    }

    public static string Full(double time) => double.IsNaN(time) ? "Invalid Date" : $"{Date(time)} {Time(time)}";

    public static string Date(double time)
    {
        var local = DateMath.ToLocal(time);
        var (year, month, day) = DateMath.Calendar(local);
        return $"{Days[DateMath.WeekDay(local)]} {Months[month]} {Pad(day, 2)} {YearText(year)}";
    }

    public static string Time(double time)
    {
        var offset = Math.Truncate(DateMath.OffsetAt(time) / 60000);
        var local = DateMath.ToLocal(time);
        var minutes = Math.Abs(offset);
        var zone = offset == 120 ? "Central European Summer Time" : "Central European Standard Time";
        return $"{Clock(local)} GMT{(offset < 0 ? '-' : '+')}{Pad(Math.Floor(minutes / 60), 2)}{Pad(Math.Floor(minutes % 60), 2)} ({zone})";
    }

    public static string Utc(double time)
    {
        var (year, month, day) = DateMath.Calendar(time);
        return $"{Days[DateMath.WeekDay(time)]}, {Pad(day, 2)} {Months[month]} {YearText(year)} {Clock(time)} GMT";
    }

    /// <summary>As French people write it: 21/11/2026 and 14:05:09.</summary>
    /// <summary>Reads the ISO form, and the forms that <c>toString</c> and <c>toUTCString</c> write; NaN for anything else.</summary>
    public static double Parse(string text) => TryParseIso(text.AsSpan().Trim(TextClass.WhiteSpace), out var time) ? time : ParseLoose(text);

    private static bool TryParseIso(ReadOnlySpan<char> text, out double time)
    {
        time = double.NaN;
        var reader = new DigitReader(text);
        double year;
        if (reader.Take('+') || reader.Peek() == '-')
        {
            var negative = reader.Take('-');
            if (!reader.Digits(6, out year) || (negative && year == 0))
            {
                return false;
            }

            year = negative ? -year : year;
        }
        else if (!reader.Digits(4, out year))
        {
            return false;
        }

        double month = 1, day = 1, hour = 0, minute = 0, second = 0, ms = 0;
        if (reader.Take('-') && (!reader.Digits(2, out month) || (reader.Take('-') && !reader.Digits(2, out day))))
        {
            return false;
        }

        var hasTime = false;
        double? offset = null;
        if (reader.Take('T') || reader.Take('t') || reader.Take(' '))
        {
            hasTime = true;
            if (!reader.Digits(2, out hour) || !reader.Take(':') || !reader.Digits(2, out minute))
            {
                return false;
            }

            if (reader.Take(':') && (!reader.Digits(2, out second) || (reader.Take('.') && !reader.Fraction(out ms))))
            {
                return false;
            }

            if (!reader.Zone(out offset))
            {
                return false;
            }
        }

        var valid = reader.AtEnd && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth((int)(((year % 400) + 400) % 400) + 2000, (int)month)
            && minute < 60 && second < 60 && (hour < 24 || (hour == 24 && minute == 0 && second == 0 && ms == 0));
        if (!valid)
        {
            return reader.AtEnd;
        }

        var made = DateMath.MakeDate(DateMath.MakeDay(year, month - 1, day), DateMath.MakeTime(hour, minute, second, ms));
        time = DateMath.Clip(offset is { } minutes ? made - (minutes * 60000) : hasTime ? DateMath.ToUtc(made) : made);
        return true;
    }

    /// <summary>Words in any order: a month's name, a day, a year, a clock, a zone.</summary>
    private static double ParseLoose(string text)
    {
        var comment = text.IndexOf('(', StringComparison.Ordinal);
        double year = double.NaN, day = double.NaN, month = double.NaN, clock = 0;
        double? offset = null;
        foreach (var word in (comment < 0 ? text : text[..comment]).Split([' ', ',', '/'], StringSplitOptions.RemoveEmptyEntries))
        {
            var monthIndex = word.Length >= 3 ? Array.FindIndex(Months, name => word.StartsWith(name, StringComparison.OrdinalIgnoreCase)) : -1;
            if (word.Contains(':', StringComparison.Ordinal))
            {
                var parts = word.Split(':');
                if (parts.Length > 3 || !Array.TrueForAll(parts, static part => part.Length is 1 or 2 && part.All(char.IsAsciiDigit)))
                {
                    return double.NaN;
                }

                clock = DateMath.MakeTime(Number(parts[0]), Number(parts[1]), parts.Length > 2 ? Number(parts[2]) : 0, 0);
            }
            else if (word.StartsWith("GMT", StringComparison.Ordinal) || word.StartsWith("UTC", StringComparison.Ordinal) || word == "Z" || (word[0] is '+' or '-' && word.Length == 5))
            {
                var zone = word.TrimStart('G', 'M', 'T', 'U', 'C', 'Z').Replace(":", string.Empty, StringComparison.Ordinal);
                if (zone.Length is not (0 or 5) || !zone.Skip(1).All(char.IsAsciiDigit))
                {
                    return double.NaN;
                }

                offset = zone.Length == 0 ? 0 : (zone[0] == '-' ? -1 : 1) * ((Number(zone[1..3]) * 60) + Number(zone[3..]));
            }
            else if (monthIndex >= 0)
            {
                month = monthIndex;
            }
            else if (word.All(char.IsAsciiDigit) && word.Length <= 6)
            {
                var number = Number(word);
                if (double.IsNaN(month) && double.IsNaN(day) && word.Length <= 2 && text.Contains('/', StringComparison.Ordinal))
                {
                    month = number - 1;
                }
                else if (double.IsNaN(day) && word.Length <= 2)
                {
                    day = number;
                }
                else
                {
                    year = number;
                }
            }
            else if (!Array.Exists(Days, name => word.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
            {
                return double.NaN;
            }
        }

        var made = DateMath.MakeDate(DateMath.MakeDay(year, month, double.IsNaN(day) ? 1 : day), clock);
        return DateMath.Clip(offset is { } minutes ? made - (minutes * 60000) : DateMath.ToUtc(made));
    }

    private static double Number(string digits) => double.Parse(digits, CultureInfo.InvariantCulture);

    private static string YearText(double year) => (year < 0 ? "-" : string.Empty) + Pad(Math.Abs(year), 4);

    private static string Clock(double time)
    {
        var seconds = Math.Floor(DateMath.TimeInDay(time) / 1000);
        return $"{Pad(Math.Floor(seconds / 3600), 2)}:{Pad(Math.Floor(seconds / 60) % 60, 2)}:{Pad(seconds % 60, 2)}";
    }

    private static string Pad(double number, int width) => ((long)number).ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');

    private ref struct DigitReader(ReadOnlySpan<char> text)
    {
        private readonly ReadOnlySpan<char> text = text;
        private int position;

        public readonly bool AtEnd => position == text.Length;

        public readonly char Peek() => position < text.Length ? text[position] : '\0';

        public bool Take(char c)
        {
            var isThere = Peek() == c;
            position += isThere ? 1 : 0;
            return isThere;
        }

        public bool Digits(int count, out double value)
        {
            value = 0;
            for (var i = 0; i < count; i++, position++)
            {
                if (!char.IsAsciiDigit(Peek()))
                {
                    return false;
                }

                value = (value * 10) + Peek() - '0';
            }

            return true;
        }

        public bool Fraction(out double ms)
        {
            ms = 0;
            var scale = 100.0;
            var start = position;
            for (; char.IsAsciiDigit(Peek()); position++)
            {
                ms += (Peek() - '0') * Math.Floor(scale);
                scale /= 10;
            }

            return position > start;
        }

        public bool Zone(out double? minutes)
        {
            minutes = null;
            if (Take('Z') || Take('z'))
            {
                minutes = 0;
                return true;
            }

            if (Peek() is not ('+' or '-'))
            {
                return true;
            }

            var sign = Take('-') ? -1 : 1;
            _ = sign > 0 && Take('+');
            if (!Digits(2, out var hours))
            {
                return false;
            }

            Take(':');
            if (!Digits(2, out var rest) || hours > 23 || rest > 59)
            {
                return false;
            }

            minutes = sign * ((hours * 60) + rest);
            return true;
        }
    }
}
