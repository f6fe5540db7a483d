using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>Days, times and the local zone of dates, as milliseconds since 1970 (§21.4.1). Local time is Europe/Paris for every script.</summary>
internal static class DateMath
{
    public const double MsPerDay = 86400000;
    private const double MaxTime = 8.64e15;

    // Until 11 March 1911 clocks in France showed the sun's time at Paris; .NET rounds it to the minute.
    private const double SunTimeEnd = -1855958961000;
    private const double SunTime = 561000;

    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    public static double DayOf(double time) => Math.Floor(time / MsPerDay);

    public static double TimeInDay(double time) => time - (DayOf(time) * MsPerDay);

    public static int WeekDay(double time) => (int)((((DayOf(time) + 4) % 7) + 7) % 7);

    public static double Clip(double time) => double.IsFinite(time) && Math.Abs(time) <= MaxTime ? Math.Truncate(time) + 0.0 : double.NaN;

    /// <summary>Year, month from 0, and day of month of a time.</summary>
    public static (double Year, int Month, int Day) Calendar(double time)
    {
        // Counting from 1 March of year 0 puts the leap day at the end of the year.
        var days = DayOf(time) + 719468;
        var era = Math.Floor(days / 146097);
        var dayOfEra = days - (era * 146097);
        var yearOfEra = Math.Floor((dayOfEra - Math.Floor(dayOfEra / 1460) + Math.Floor(dayOfEra / 36524) - Math.Floor(dayOfEra / 146096)) / 365);
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + Math.Floor(yearOfEra / 4) - Math.Floor(yearOfEra / 100));
        var shifted = Math.Floor(((5 * dayOfYear) + 2) / 153);
        var day = (int)(dayOfYear - Math.Floor(((153 * shifted) + 2) / 5) + 1);
        var month = (int)(shifted < 10 ? shifted + 2 : shifted - 10);
        return (yearOfEra + (era * 400) + (month <= 1 ? 1 : 0), month, day);
    }

    public static double MakeDay(double year, double month, double day)
    {
        if (!double.IsFinite(year) || !double.IsFinite(month) || !double.IsFinite(day))
        {
            return double.NaN;
        }

        month = Math.Truncate(month);
        year = Math.Truncate(year) + Math.Floor(month / 12);
        if (Math.Abs(year) > 400000)
        {
            return double.NaN;
        }

        var m = (((month % 12) + 12) % 12) + 1;
        var y = m <= 2 ? year - 1 : year;
        var era = Math.Floor(y / 400);
        var yearOfEra = y - (era * 400);
        var dayOfYear = Math.Floor(((153 * (m > 2 ? m - 3 : m + 9)) + 2) / 5);
        var dayOfEra = (yearOfEra * 365) + Math.Floor(yearOfEra / 4) - Math.Floor(yearOfEra / 100) + dayOfYear;
        return (era * 146097) + dayOfEra - 719468 + Math.Truncate(day) - 1;
    }

    public static double MakeTime(double hour, double minute, double second, double ms) =>
        double.IsFinite(hour) && double.IsFinite(minute) && double.IsFinite(second) && double.IsFinite(ms)
            ? (Math.Truncate(hour) * 3600000) + (Math.Truncate(minute) * 60000) + (Math.Truncate(second) * 1000) + Math.Truncate(ms)
            : double.NaN;

    public static double MakeDate(double day, double time) => (day * MsPerDay) + time;

    public static double ToLocal(double utc) => utc + OffsetAt(utc);

    /// <summary>Local to universal time. A time skipped in spring is read with the offset before, one repeated in autumn as the first.</summary>
    public static double ToUtc(double local)
    {
        if (!double.IsFinite(local))
        {
            return double.NaN;
        }

        var before = OffsetAt(local - MsPerDay);
        var after = OffsetAt(local + MsPerDay);
        var first = local - Math.Max(before, after);
        if (OffsetAt(first) == Math.Max(before, after))
        {
            return first;
        }

        var second = local - Math.Min(before, after);
        return OffsetAt(second) == Math.Min(before, after) ? second : local - before;
    }

    /// <summary>What local time is ahead of universal time, in milliseconds.</summary>
    public static double OffsetAt(double utc)
    {
        if (!double.IsFinite(utc))
        {
            return 0;
        }

        if (utc < SunTimeEnd)
        {
            return SunTime;
        }

        // .NET ends with the year 9999; later, an equivalent year tells.
        var year = Calendar(utc).Year;
        if (year > 9000)
        {
            utc -= Math.Ceiling((year - 9000) / 400) * 146097 * MsPerDay;
        }

        return Paris.GetUtcOffset(DateTime.UnixEpoch.AddMilliseconds(utc)).TotalMilliseconds;
    }
}
