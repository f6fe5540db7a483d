namespace Hub.Server.Web.Admission;

/// <summary>Why a call was turned away before it was read. The metric <c>hub_admission_refused_total</c> counts them by these names.</summary>
public enum AdmissionRefusal
{
    /// <summary>The calls that are being handled fill what this class of work may fill.</summary>
    Full,

    /// <summary>There is little room left and this local authority holds more than its share of it.</summary>
    TenantShare,

    /// <summary>Too many units of work wait for the store.</summary>
    Store,

    /// <summary>The managed heap is nearly at its limit.</summary>
    Heap,

    /// <summary>Too many callers wait for replies of workflows.</summary>
    Waits,

    /// <summary>The key made more calls than <c>HUB__KEYRATE</c> allows.</summary>
    KeyRate,

    /// <summary>The local authority's keys made more calls than <c>HUB__TENANTRATE</c> allows.</summary>
    TenantRate,

    /// <summary>The hub is stopping.</summary>
    Stopping,
}
