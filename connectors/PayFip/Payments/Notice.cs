namespace Hub.Connectors.PayFip.Payments;

/// <summary>What became of a notification.</summary>
internal enum Notice
{
    /// <summary>Its operation is followed, or is none of ours: no need to say it again.</summary>
    Taken,

    /// <summary>It is not known yet whose operation it is.</summary>
    TellAgain,

    /// <summary>What it names cannot be an operation.</summary>
    Malformed,
}
