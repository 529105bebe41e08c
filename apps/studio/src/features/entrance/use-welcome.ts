import { useCallback } from 'react';
import { useNavigate, useSearchParams } from 'react-router';

/** Leads somebody who has just come in to where they wanted to go: a path of this studio, else its start. */
export function useWelcome(): () => void {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const next = search.get('next') ?? '/';
  return useCallback(() => {
    void navigate(isOwnPath(next) ? next : '/', { replace: true });
  }, [navigate, next]);
}

/** A link of another site must not make the sign-in lead there. */
function isOwnPath(path: string): boolean {
  return URL.canParse(path, window.location.origin) && new URL(path, window.location.origin).origin === window.location.origin;
}
