namespace Hub.Workflows.Activities.Scheduling;

/// <summary>What the clocks on the walls of a time zone show: an hour is skipped in spring and comes twice in autumn. Times are to the second.</summary>
internal sealed class WallClock(TimeZoneInfo zone)
{
    public DateTime At(DateTime instant) => DateTime.SpecifyKind(instant + OffsetAt(instant), DateTimeKind.Unspecified);

    public TimeSpan OffsetAt(DateTime instant) => zone.GetUtcOffset(DateTime.SpecifyKind(instant, DateTimeKind.Utc));

    /// <summary>When the clocks show a time for the first time; for one that they skip, the instant at which they jump over it.</summary>
    public DateTime FirstInstantOf(DateTime shown)
    {
        if (zone.IsInvalidTime(shown))
        {
            // Read as if in UTC it is at most a day off, and clocks are never changed twice in so short a time.
            return FirstChange(shown.AddDays(-1), shown.AddDays(1)) ?? throw new InvalidTimeZoneException($"{zone.Id} skips a time without changing its offset.");
        }

        var offset = zone.IsAmbiguousTime(shown) ? zone.GetAmbiguousTimeOffsets(shown).Max() : zone.GetUtcOffset(shown);
        return DateTime.SpecifyKind(shown - offset, DateTimeKind.Utc);
    }

    /// <summary>The first instant after one and not after another from which on the clocks are set otherwise; null when they are not changed.</summary>
    public DateTime? FirstChange(DateTime from, DateTime to)
    {
        for (var day = from; day < to;)
        {
            var next = to - day > TimeSpan.FromDays(1) ? day.AddDays(1) : to;
            if (OffsetAt(next) != OffsetAt(day))
            {
                return Narrow(day, next);
            }

            day = next;
        }

        return null;
    }

    private DateTime Narrow(DateTime before, DateTime after)
    {
        var offset = OffsetAt(before);
        while (after - before > TimeSpan.FromSeconds(1))
        {
            var middle = before.AddSeconds(Math.Floor((after - before).TotalSeconds / 2));
            (before, after) = OffsetAt(middle) == offset ? (middle, after) : (before, middle);
        }

        return DateTime.SpecifyKind(after, DateTimeKind.Utc);
    }
}
