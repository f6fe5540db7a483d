namespace Hub.Server.Monitoring;

/// <summary>Figures over journeys and what passed between the systems, inside one local authority and a span of time.</summary>
public interface IFlowStatistics
{
    /// <summary>What passed between the hub and each system, busiest first.</summary>
    IReadOnlyList<FlowFigures> Flows(TenantId tenant, DateTimeOffset from, DateTimeOffset to);

    /// <summary>How each procedure fared, by name.</summary>
    /// <param name="now">What is late is late by this moment.</param>
    IReadOnlyList<QualityFigures> Quality(TenantId tenant, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now);
}

/// <param name="Sent">Commands sent.</param>
/// <param name="Answered">Commands that were done.</param>
/// <param name="Failed">Commands that were refused for good, or set aside.</param>
/// <param name="Events">What the system reported by itself.</param>
/// <param name="LastSuccess">When it last did something well; null when it did not in this span.</param>
/// <param name="LastFailure">When it last failed; null when it did not in this span.</param>
public sealed record FlowFigures(string System, long Sent, long Answered, long Failed, long Events, DateTimeOffset? LastSuccess, DateTimeOffset? LastFailure);

/// <param name="Received">Requests received.</param>
/// <param name="ByState">How many stand in each state now.</param>
/// <param name="ByChannel">How many came through each channel.</param>
/// <param name="MedianSeconds">Half of the ended journeys took at most this long; null while none has ended.</param>
/// <param name="P90Seconds">Nine of ten ended journeys took at most this long; null while none has ended.</param>
/// <param name="Answers">How the law's time to answer was kept; null where none of these journeys has one.</param>
public sealed record QualityFigures(
    string Procedure,
    long Received,
    IReadOnlyDictionary<string, long> ByState,
    IReadOnlyDictionary<string, long> ByChannel,
    double? MedianSeconds,
    double? P90Seconds,
    AnswerFigures? Answers);

/// <summary>How the law's time to answer was kept by journeys that have one.</summary>
/// <param name="InTime">Ended by their last day.</param>
/// <param name="Late">Ended after it.</param>
/// <param name="Open">Not ended, and the last day has not passed.</param>
/// <param name="Overdue">Not ended, and it has.</param>
public sealed record AnswerFigures(long InTime, long Late, long Open, long Overdue);
