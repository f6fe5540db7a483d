using System.Globalization;
using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary><c>Intl.DateTimeFormat</c> (ECMA-402 §11): the date and time styles, and the usual fields in the order of the locale. Local time is Europe/Paris, <c>UTC</c> on demand.</summary>
internal sealed record IntlDate(IntlLocale Locale)
{
    private static readonly string[] Known = ["dateStyle", "timeStyle", "weekday", "year", "month", "day", "hour", "minute", "second", "timeZone", "hour12", "hourCycle"];
    private static readonly string[] Numeric = ["numeric", "2-digit"];

    public string? Weekday { get; private init; }

    public string? Year { get; private init; }

    public string? Month { get; private init; }

    public string? Day { get; private init; }

    public string? Hour { get; private init; }

    public string? Minute { get; private init; }

    public string? Second { get; private init; }

    public bool IsUtc { get; private init; }

    /// <summary>Reads options. <paramref name="defaults"/> tells what must stand there: <c>date</c>, <c>time</c>, <c>all</c> when nothing is named, or <c>any</c>, which then means the date.</summary>
    public static IntlDate From(Evaluation run, JsValue locales, JsValue options, string defaults)
    {
        var read = new IntlOptions(run, options, Known);
        if (read.Flag("hour12") == true || read.Choice("hourCycle", ["h23"]) is null & read.Text("hourCycle") is not null)
        {
            throw run.RangeError("The 12-hour clock is not offered in expressions");
        }

        var zone = read.Text("timeZone");
        if (zone is not (null or "UTC" or "Europe/Paris"))
        {
            throw run.RangeError("This time zone is not offered in expressions; known are Europe/Paris and UTC");
        }

        var format = new IntlDate(IntlOptions.LocaleOf(run, locales))
        {
            IsUtc = zone == "UTC",
            Weekday = read.Choice("weekday", ["long", "short"]),
            Year = read.Choice("year", Numeric),
            Month = read.Choice("month", ["numeric", "2-digit", "long", "short"]),
            Day = read.Choice("day", Numeric),
            Hour = read.Choice("hour", Numeric),
            Minute = read.Choice("minute", Numeric),
            Second = read.Choice("second", Numeric),
        };
        var dateStyle = read.Choice("dateStyle", ["full", "long", "medium", "short"]);
        var timeStyle = read.Choice("timeStyle", ["medium", "short"]);
        if (dateStyle is not null || timeStyle is not null)
        {
            return format.HasFields ? throw run.TypeError("dateStyle and timeStyle cannot be combined with single fields")
                : (dateStyle is not null && defaults == "time") || (timeStyle is not null && defaults == "date") ? throw run.TypeError("Invalid option for this method")
                : format.WithStyles(dateStyle, timeStyle);
        }

        if (defaults == "date" ? !format.HasDate : defaults == "time" ? !format.HasTime : !format.HasFields)
        {
            format = format with
            {
                Year = defaults == "time" ? format.Year : "numeric",
                Month = defaults == "time" ? format.Month : "numeric",
                Day = defaults == "time" ? format.Day : "numeric",
                Hour = defaults is "time" or "all" ? "numeric" : format.Hour,
                Minute = defaults is "time" or "all" ? "numeric" : format.Minute,
                Second = defaults is "time" or "all" ? "numeric" : format.Second,
            };
        }

        return format.IsUsual ? format : throw run.RangeError("This combination of date fields is not offered in expressions");
    }

    public string Format(double time)
    {
        var local = IsUtc ? time : DateMath.ToLocal(time);
        var date = HasDate ? DateOf(local) : string.Empty;
        if (!HasTime)
        {
            return date;
        }

        var clock = TimeOf(local);
        var between = Month switch
        {
            _ when !HasDate => string.Empty,
            "long" => Locale.IsFrench ? " à " : " at ",
            "short" => ", ",
            null when Year is null && Day is null => " ",
            _ => Locale.IsFrench ? " " : ", ",
        };
        return date + between + clock;
    }

    private bool HasDate => Weekday is not null || Year is not null || Month is not null || Day is not null;

    private bool HasTime => Hour is not null || Minute is not null || Second is not null;

    private bool HasFields => HasDate || HasTime;

    // A weekday or a day needs its month beside a year, seconds need minutes: other mixtures have no natural order.
    private bool IsUsual =>
        !(Weekday is not null && Day is null && (Month is not null || Year is not null))
        && !(Day is not null && Year is not null && Month is null)
        && !(Hour is not null && Second is not null && Minute is null)
        && !(HasDate && HasTime && (Hour is null || Minute is null || (Month is null && (Year is not null || Day is not null)) || (Day is null && Month is not null)));

    private IntlDate WithStyles(string? date, string? time)
    {
        var format = date is null ? this : this with
        {
            Weekday = date == "full" ? "long" : null,
            Day = date == "short" ? "2-digit" : "numeric",
            Month = date switch { "short" => "2-digit", "medium" => "short", _ => "long" },
            Year = "numeric",
        };
        return time is null ? format : format with { Hour = "2-digit", Minute = "2-digit", Second = time == "medium" ? "2-digit" : null };
    }

    private string DateOf(double local)
    {
        var (year, month, day) = DateMath.Calendar(local);
        var isWords = Month is "long" or "short";
        var yearText = Year is null ? null : Year == "2-digit" ? Pad(((year % 100) + 100) % 100) : year.ToString(CultureInfo.InvariantCulture);
        var monthText = Month switch
        {
            null => null,
            "long" => Locale.Months[month],
            "short" => Locale.ShortMonths[month],
            "2-digit" => Pad(month + 1),
            _ => Year is null && Day is null ? (month + 1).ToString(CultureInfo.InvariantCulture) : Pad(month + 1),
        };
        var isPadded = Day == "2-digit" || (Month is not null && !isWords);
        var dayText = Day is null ? null : isPadded ? Pad(day) : Locale.IsFrench && day == 1 && isWords ? "1" : day.ToString(CultureInfo.InvariantCulture);
        var rest = string.Join(isWords ? " " : "/", new[] { dayText, monthText, yearText }.OfType<string>());
        if (Weekday is null)
        {
            return rest;
        }

        var weekday = (Weekday == "long" ? Locale.Days : Locale.ShortDays)[DateMath.WeekDay(local)];
        var comma = !Locale.IsFrench && (Weekday == "short" ? Month is not null : Year is not null);
        return rest.Length == 0 ? weekday : weekday + (comma ? ", " : " ") + rest;
    }

    private string TimeOf(double local)
    {
        var seconds = Math.Floor(DateMath.TimeInDay(local) / 1000);
        var (hour, minute, second) = (Math.Floor(seconds / 3600), Math.Floor(seconds / 60) % 60, seconds % 60);
        if (Minute is null)
        {
            return Hour is null ? second.ToString(CultureInfo.InvariantCulture) : Locale.IsFrench ? Pad(hour) + " h" : Pad(hour);
        }

        return Hour is null && Second is null ? minute.ToString(CultureInfo.InvariantCulture)
            : string.Join(':', new[] { Hour is null ? null : Pad(hour), Pad(minute), Second is null ? null : Pad(second) }.OfType<string>());
    }

    private static string Pad(double number) => ((int)number).ToString("00", CultureInfo.InvariantCulture);
}
