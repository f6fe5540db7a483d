using System.Globalization;
using Hub.Expressions.Liquid.Execution;
using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Filters;

/// <summary>
/// Values as dates: ISO 8601 text, <c>dd/MM/yyyy</c>, seconds since 1970, <c>now</c> and <c>today</c>. An instant without a zone, and every
/// result, is in local time (Europe/Paris); a text with a zone keeps it.
/// </summary>
internal static class DateReader
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static readonly string[] LocalFormats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        "dd/MM/yyyy", "dd/MM/yyyy HH:mm", "dd/MM/yyyy HH:mm:ss", "yyyyMMdd'T'HHmmss",
        "MMMM d, yyyy", "MMM d, yyyy", "d MMMM yyyy", "d MMM yyyy",
    ];

    private static readonly string[] ZonedFormats =
    [
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss zzz", "yyyy-MM-dd HH:mm:sszzz", "yyyy-MM-dd HH:mm:ss'Z'", "ddd, dd MMM yyyy HH:mm:ss zzz", "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
    ];

    public static DateTimeOffset? Read(Rendering run, LiquidValue value)
    {
        switch (value.Kind)
        {
            case LiquidKind.Date:
                return value.AsDate;
            case LiquidKind.Number:
                return FromSeconds(value.AsNumber);
            case LiquidKind.Text:
                var text = value.AsText.Trim();
                return text is "now" or "today" ? TimeZoneInfo.ConvertTime(run.Clock.GetUtcNow(), Paris)
                    : text.Length <= 64 ? Parse(text)
                    : null;
            default:
                return null;
        }
    }

    /// <summary>A date written as text; null when it is not one.</summary>
    public static DateTimeOffset? Parse(string text)
    {
        if (DateTime.TryParseExact(text, LocalFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return new DateTimeOffset(local, OffsetAt(local));
        }

        if (DateTimeOffset.TryParseExact(text, ZonedFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var zoned))
        {
            // 'Z' names an instant, not a place: it is shown in local time.
            return text[^1] is 'Z' or 'T' ? TimeZoneInfo.ConvertTime(zoned, Paris) : zoned;
        }

        return decimal.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? FromSeconds(seconds) : null;
    }

    private static DateTimeOffset? FromSeconds(decimal seconds) =>
        Math.Abs(seconds) < 60_000_000_000m ? TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)), Paris) : null;

    private static TimeSpan OffsetAt(DateTime local)
    {
        if (!Paris.IsAmbiguousTime(local))
        {
            return Paris.GetUtcOffset(local);
        }

        return Paris.GetAmbiguousTimeOffsets(local).Max();
    }
}
