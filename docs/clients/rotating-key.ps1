<#
Keeps the access key of a RotatingAccessKey on a Windows machine outside AWS. docs/clients.md says how to set it up.
It needs Windows PowerShell 5.1 or PowerShell 7, and the AWS CLI.
A secret access key is never an argument of a program and never in a message.

Without -Refresh, -EnvFile and -CredentialsFile it prints the key for a credential_process.
OnChange is a PowerShell expression. It runs if the file changed, and again with each run until it succeeds.

Exit codes:
  0    the key is refreshed or unchanged
  1    there is no key at all
  2    the arguments are wrong
  75   the stored key is kept: the secret cannot be read or a file cannot be written; or OnChange failed
#>
param(
    [string] $KeyFile,
    [string] $SecretArn,
    [switch] $Refresh,
    [string] $EnvFile,
    [string] $CredentialsFile,
    [string] $ProfileName = 'default',
    [string] $OnChange,
    [string] $IdField,
    [string] $SecretField
)

$ErrorActionPreference = 'Stop'
$script:status = 0

function Write-Problem([string] $Message) {
    [Console]::Error.WriteLine("rotating-key: $Message")
}

function Resolve-FullPath([string] $Path) {
    return $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
}

# The string in the first of several fields, whose names are separated by commas.
function Get-StringField($Value, [string] $Names) {
    foreach ($name in ($Names.Split(',') | Where-Object { $_ })) {
        $field = $Value.PSObject.Properties[$name]
        if ($null -ne $field -and $field.Value -is [string]) {
            return $field.Value
        }
    }
    return $null
}

# The key in a secret value, or nothing. A value of any other form is neither used as a key nor shown.
function ConvertTo-AccessKey([string] $Json) {
    try {
        $value = $Json | ConvertFrom-Json
    } catch {
        return $null
    }
    if ($null -eq $value) {
        return $null
    }
    $id = Get-StringField $value "$IdField,accessKeyId"
    $secret = Get-StringField $value "$SecretField,secretAccessKey"
    if ($id -cnotmatch '^[A-Z0-9]{16,}$' -or $secret -cnotmatch '^[A-Za-z0-9/+=]+$' -or $id -ceq $secret) {
        return $null
    }
    return @{ Id = $id; Secret = $secret }
}

# Replaces a file in one step, so that no program ever reads half a key. A replaced file keeps its access control list.
function Set-FileContent([string] $Path, [string] $Content) {
    $temporary = "$Path.$PID"
    try {
        [System.IO.File]::WriteAllText($temporary, $Content)
        if ([System.IO.File]::Exists($Path)) {
            [System.IO.File]::Replace($temporary, $Path, [NullString]::Value)
        } else {
            [System.IO.File]::Move($temporary, $Path)
        }
        return $true
    } catch {
        [System.IO.File]::Delete($temporary)
        Write-Problem "cannot write $Path"
        $script:status = 75
        return $false
    }
}

function Get-FileContent([string] $Path) {
    if (-not [System.IO.File]::Exists($Path)) {
        return ''
    }
    return [System.IO.File]::ReadAllText($Path)
}

# Reads the secret with a key. The variables of other credentials would be used before the key or with it.
function Read-Secret($Key) {
    $others = 'AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN', 'AWS_CREDENTIAL_EXPIRATION'
    foreach ($name in $others) {
        [Environment]::SetEnvironmentVariable($name, $null)
    }
    $region = $SecretArn.Split(':')[3]
    try {
        $env:AWS_ACCESS_KEY_ID = $Key.Id
        $env:AWS_SECRET_ACCESS_KEY = $Key.Secret
        $env:AWS_MAX_ATTEMPTS = '2'
        $lines = & aws secretsmanager get-secret-value --secret-id $SecretArn --region $region `
            --query SecretString --output text --cli-connect-timeout 5 --cli-read-timeout 5
        if ($LASTEXITCODE -ne 0) {
            return $null
        }
        return ($lines -join "`n")
    } finally {
        foreach ($name in 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_MAX_ATTEMPTS') {
            [Environment]::SetEnvironmentVariable($name, $null)
        }
    }
}

# The key that the secret holds now, or the stored one if it cannot be read.
function Update-AccessKey($Stored, [string] $StoredJson) {
    $problem = $null
    if ($null -eq (Get-Command aws -ErrorAction SilentlyContinue)) {
        $problem = 'aws is not found on the PATH: add the folder of the AWS CLI'
    } else {
        $json = Read-Secret $Stored
        if ($null -eq $json) {
            $problem = "cannot read $SecretArn"
        } else {
            $current = ConvertTo-AccessKey $json
            if ($null -eq $current) {
                $problem = "$SecretArn holds no access key in the fields that are expected"
            }
        }
    }
    if ($null -ne $problem) {
        Write-Problem $problem
        Write-Problem "cannot get a key from ${SecretArn}: $KeyFile keeps $($Stored.Id)"
        $script:status = 75
        return $Stored
    }
    if ($json.Trim() -cne $StoredJson.Trim()) {
        [void] (Set-FileContent $KeyFile $json)
    }
    return $current
}

# The profiles of a credentials file but this one, and then this one.
function Get-Profiles([string] $Path, $Key) {
    $others = New-Object System.Collections.Generic.List[string]
    $isOther = $true
    foreach ($line in ((Get-FileContent $Path) -split "`r?`n")) {
        if ($line.StartsWith('[')) {
            $isOther = -not $line.StartsWith("[$ProfileName]")
        }
        if ($isOther) {
            $others.Add($line)
        }
    }
    $text = ($others -join "`r`n").TrimEnd()
    if ($text -ne '') {
        $text = "$text`r`n"
    }
    return "$text[$ProfileName]`r`naws_access_key_id = $($Key.Id)`r`naws_secret_access_key = $($Key.Secret)`r`n"
}

# Writes a file, and runs OnChange if the file has changed since OnChange succeeded last.
function Publish-File([string] $Path, [string] $Content) {
    $marker = "$Path.changed"
    if ($OnChange -and (Get-FileContent $Path) -cne $Content) {
        if (-not (Set-FileContent $marker 'changed')) {
            return
        }
    }
    if (-not (Set-FileContent $Path $Content)) {
        return
    }
    if (-not $OnChange -or -not [System.IO.File]::Exists($marker)) {
        return
    }
    try {
        $global:LASTEXITCODE = 0
        & ([scriptblock]::Create($OnChange)) | Out-Host
        if ($LASTEXITCODE -ne 0) {
            throw "exit code $LASTEXITCODE"
        }
        [System.IO.File]::Delete($marker)
    } catch {
        Write-Problem "OnChange failed, and runs again with the next run: $_"
        $script:status = 75
    }
}

$modes = @(@($Refresh.IsPresent, [bool] $EnvFile, [bool] $CredentialsFile) | Where-Object { $_ })
if (-not $KeyFile -or -not $SecretArn -or $modes.Count -gt 1 -or ($OnChange -and -not ($EnvFile -or $CredentialsFile))) {
    Write-Problem 'usage: rotating-key.ps1 [-Refresh | -EnvFile FILE | -CredentialsFile FILE] -KeyFile FILE -SecretArn ARN [-OnChange COMMAND]'
    exit 2
}

$KeyFile = Resolve-FullPath $KeyFile
$storedJson = Get-FileContent $KeyFile
$stored = ConvertTo-AccessKey $storedJson
if ($null -eq $stored) {
    Write-Problem "there is no key in ${KeyFile}: hand over the secret value"
    exit 1
}

$key = Update-AccessKey $stored $storedJson

if ($EnvFile) {
    Publish-File (Resolve-FullPath $EnvFile) "AWS_ACCESS_KEY_ID=$($key.Id)`r`nAWS_SECRET_ACCESS_KEY=$($key.Secret)`r`n"
} elseif ($CredentialsFile) {
    $path = Resolve-FullPath $CredentialsFile
    Publish-File $path (Get-Profiles $path $key)
}
if ($modes.Count -gt 0) {
    exit $script:status
}

# Without an expiration, a program that runs for long never asks again. A credential_process must not fail while the stored
# key works.
$expiration = [DateTime]::UtcNow.AddHours(1).ToString('yyyy-MM-ddTHH:mm:ssZ', [System.Globalization.CultureInfo]::InvariantCulture)
[Console]::Out.WriteLine("{`"Version`":1,`"AccessKeyId`":`"$($key.Id)`",`"SecretAccessKey`":`"$($key.Secret)`",`"Expiration`":`"$expiration`"}")
exit 0
