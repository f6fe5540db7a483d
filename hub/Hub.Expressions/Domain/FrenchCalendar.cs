namespace Hub.Expressions.Domain;

/// <summary>
/// Public holidays (code du travail, L. 3133-1; L. 3134-13 for Alsace and Moselle) and the days between them.
/// <c>Ouvrés</c>: Monday to Friday; <c>ouvrables</c>: Monday to Saturday; holidays are neither.
/// </summary>
internal static class FrenchCalendar
{
    /// <summary>Furthest that days are counted, in days: about a century.</summary>
    public const int Furthest = 36_600;

    /// <summary>Easter Sunday of the Gregorian calendar (computus of Meeus, Jones and Butcher).</summary>
    public static DateOnly Easter(int year)
    {
        var golden = year % 19;
        var (century, inCentury) = Math.DivRem(year, 100);
        var (leapCenturies, centuryRest) = Math.DivRem(century, 4);
        var correction = (century - ((century + 8) / 25) + 1) / 3;
        var epact = ((19 * golden) + century - leapCenturies - correction + 15) % 30;
        var (leapYears, yearRest) = Math.DivRem(inCentury, 4);
        var toSunday = (32 + (2 * centuryRest) + (2 * leapYears) - epact - yearRest) % 7;
        var late = (golden + (11 * epact) + (22 * toSunday)) / 451;
        var (month, day) = Math.DivRem(epact + toSunday - (7 * late) + 114, 31);
        return new DateOnly(year, month, day + 1);
    }

    /// <summary>The holidays of a year in order.</summary>
    public static IEnumerable<DateOnly> Holidays(int year, bool alsaceMoselle)
    {
        var easter = Easter(year);
        DateOnly[] common =
        [
            new(year, 1, 1), easter.AddDays(1), new(year, 5, 1), new(year, 5, 8), easter.AddDays(39), easter.AddDays(50),
            new(year, 7, 14), new(year, 8, 15), new(year, 11, 1), new(year, 11, 11), new(year, 12, 25),
        ];
        return (alsaceMoselle ? [.. common, easter.AddDays(-2), new DateOnly(year, 12, 26)] : common).Distinct().Order();
    }

    public static bool IsHoliday(DateOnly day, bool alsaceMoselle) => Holidays(day.Year, alsaceMoselle).Contains(day);

    public static bool IsWorkingDay(DateOnly day, CalendarOptions options) =>
        day.DayOfWeek != DayOfWeek.Sunday && (options.Ouvrables || day.DayOfWeek != DayOfWeek.Saturday) && !IsHoliday(day, options.AlsaceMoselle);

    /// <summary>The working day that lies <paramref name="count"/> working days after a day, or before it when negative; with 0, the day itself or the next working one.</summary>
    public static DateOnly Add(DateOnly day, int count, CalendarOptions options)
    {
        var step = count < 0 ? -1 : 1;
        while (count == 0 && !IsWorkingDay(day, options))
        {
            day = day.AddDays(1);
        }

        for (var left = Math.Abs(count); left > 0;)
        {
            day = day.AddDays(step);
            left -= IsWorkingDay(day, options) ? 1 : 0;
        }

        return day;
    }

    /// <summary>The working days after <paramref name="from"/> up to and including <paramref name="to"/>; negative when that lies before.</summary>
    public static int Count(DateOnly from, DateOnly to, CalendarOptions options)
    {
        if (to < from)
        {
            return -Count(to, from, options);
        }

        var count = 0;
        for (var day = from; day < to;)
        {
            day = day.AddDays(1);
            count += IsWorkingDay(day, options) ? 1 : 0;
        }

        return count;
    }
}

/// <summary>Which days count.</summary>
/// <param name="Ouvrables">Saturdays too.</param>
/// <param name="AlsaceMoselle">Good Friday and 26 December are holidays.</param>
internal readonly record struct CalendarOptions(bool Ouvrables, bool AlsaceMoselle);
